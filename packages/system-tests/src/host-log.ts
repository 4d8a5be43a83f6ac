import { Console } from 'node:console';
import { inspect } from 'node:util';
import type { KeyEvent } from '@postern/core';
import { vi } from 'vitest';

/** Something that someone could see. */
export interface Sighting {
  readonly where: string;
  readonly what: unknown;
}

/** The log of a service that embeds Postern. */
interface HostLog {
  /** Writes an event to standard error as one JSON line, with the complete error in it. */
  readonly event: (event: KeyEvent) => void;
  /** Writes an error like `console.error`. */
  readonly error: (error: unknown) => void;
  /** Stops capturing the output of this process. */
  readonly stop: () => void;
}

/** Captures the output of this process, and records everything that the service or Postern itself writes to it. */
export function startHostLog(seen: Sighting[]): HostLog {
  const outputs = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
  for (const output of outputs) {
    output.mockImplementation((line) => {
      seen.push({ where: 'a log line', what: String(line) });
      return true;
    });
  }
  // Vitest replaces the global console with one that does not write to the outputs of the process.
  const host = new Console(process.stdout, process.stderr);
  return {
    event(event) {
      seen.push({ where: `an event: ${event.type}`, what: event });
      host.error(
        JSON.stringify(event, (_, value: unknown) => (value instanceof Error ? inspect(value) : value)),
      );
    },
    error(error) {
      seen.push({ where: 'an error', what: error });
      host.error(error);
    },
    stop() {
      for (const output of outputs) output.mockRestore();
    },
  };
}
