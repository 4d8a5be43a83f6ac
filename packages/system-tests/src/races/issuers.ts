import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { runtimeOf, type StorageDescription } from '../../test-support/database.js';

const program = fileURLToPath(new URL('../../test-support/issue-at-cap.mjs', import.meta.url));

/** What a process does: see `issue-at-cap.mjs`. */
export interface IssuerOptions {
  readonly storage: StorageDescription;
  readonly cap: number;
  readonly seed: number;
  /** Issues this many keys at the same time, and ends. Default: changes keys until it is killed. */
  readonly attempts?: number;
  /** A deliberate defect. */
  readonly defect?: 'counts first';
}

/** A process that issues keys. */
export interface Issuer {
  /** Lets it begin. */
  readonly go: () => void;
  /** How many attempts to issue a key have ended, by their outcome: `issued`, or the code of the error. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Resolves when it has ended by itself. Rejects if it failed. */
  readonly ended: Promise<void>;
  /** Kills it, unless it has ended. */
  readonly kill: () => Promise<void>;
}

/** Starts a process. Resolves once it is ready to begin. */
export async function startIssuer(options: IssuerOptions): Promise<Issuer> {
  const child: ChildProcess & { stdin: NonNullable<ChildProcess['stdin']> } = spawn(
    runtimeOf(options.storage),
    [program, JSON.stringify(options)],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  // A process that was killed no longer reads.
  child.stdin.on('error', () => undefined);
  const outcomes = new Map<string, number>();
  const count = (outcome: string) => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk;
  });
  const closed = once(child, 'close');
  const ended = closed.then(([code, signal]) => {
    if (code !== 0 && signal !== 'SIGKILL') throw new Error(`a process that issues keys failed: ${errors}`);
  });
  const ready = new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout as NonNullable<ChildProcess['stdout']> }).on('line', (line) => {
      const message = JSON.parse(line);
      if (message.event === 'ready') resolve();
      if (message.event === 'done') count(message.outcome);
      if (message.event === 'issued') for (const outcome of message.outcomes) count(outcome);
    });
    ended.then(() => reject(new Error(`a process that issues keys ended early: ${errors}`)), reject);
  });
  await ready;
  return {
    go: () => void child.stdin.write('go\n'),
    outcomes,
    ended,
    async kill() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
