import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { runtimeOf, type StorageDescription } from '../../test-support/database.js';

/** A process that takes part in a race. */
export interface StartedProcess {
  /** Lets it begin. */
  readonly go: () => void;
  /** Resolves when it has ended by itself, or was killed. Rejects if it failed. */
  readonly ended: Promise<void>;
  /** Kills it, unless it has ended. */
  readonly kill: () => Promise<void>;
}

/** A line that a process prints. */
type Line = { readonly event: string } & Readonly<Record<string, unknown>>;

/**
 * Starts a program with its options as JSON. Resolves once it has printed that it is ready. It begins when it can read
 * from its standard input. `onLine` gets every line that it prints.
 */
export async function startProcess(
  program: string,
  options: { readonly storage: StorageDescription },
  onLine: (line: Line) => void,
): Promise<StartedProcess> {
  const child: ChildProcess & { stdin: NonNullable<ChildProcess['stdin']> } = spawn(
    runtimeOf(options.storage),
    [program, JSON.stringify(options)],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  // A process that was killed no longer reads.
  child.stdin.on('error', () => undefined);
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk;
  });
  const closed = once(child, 'close');
  const ended = closed.then(([code, signal]) => {
    if (code !== 0 && signal !== 'SIGKILL') throw new Error(`a process of the race failed: ${errors}`);
  });
  const ready = new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout as NonNullable<ChildProcess['stdout']> }).on('line', (text) => {
      const line: Line = JSON.parse(text);
      if (line.event === 'ready') resolve();
      onLine(line);
    });
    ended.then(() => reject(new Error(`a process of the race ended early: ${errors}`)), reject);
  });
  await ready;
  return {
    go: () => void child.stdin.write('go\n'),
    ended,
    async kill() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
