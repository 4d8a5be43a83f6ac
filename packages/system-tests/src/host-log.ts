import { Console } from 'node:console';
import { inspect } from 'node:util';
import type { KeyEvent } from '@postern/core';
import { vi } from 'vitest';

/** Something that somebody could look at. */
export interface Sighting {
  readonly where: string;
  readonly what: unknown;
}

/** The log of a service that embeds Postern. */
interface HostLog {
  /** Writes an event as one JSON line to the standard error, with all of an error in it. */
  readonly event: (event: KeyEvent) => void;
  /** Writes an error as `console.error` does. */
  readonly error: (error: unknown) => void;
  /** Gives the outputs back to the process. */
  readonly stop: () => void;
}

/** Takes the outputs of this process, and notes what is written to them, by the service or by Postern itself. */
export function startHostLog(seen: Sighting[]): HostLog {
  const outputs = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
  for (const output of outputs) {
    output.mockImplementation((line) => {
      seen.push({ where: 'a log line', what: String(line) });
      return true;
    });
  }
  // Vitest has a console of its own, which does not write to the outputs of the process.
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
