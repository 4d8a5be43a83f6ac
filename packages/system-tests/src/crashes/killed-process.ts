import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { runtimeOf, type StorageDescription } from '../../test-support/database.js';
import type { OwnerJournal } from './journal.js';

const path = (name: string) => fileURLToPath(new URL(`../../test-support/${name}`, import.meta.url));

/** What a process is started with. */
export interface ProcessOptions {
  readonly storage: StorageDescription;
  readonly seed: number;
  /** The cost of its hasher. */
  readonly cost: number;
  readonly owners: ReadonlyMap<string, OwnerJournal>;
  readonly defect?: 'acknowledges early' | undefined;
  /** Where the release before this one is, if the process is to be one of that release: see `previous-release.ts`. */
  readonly previousRelease?: string | undefined;
}

/** Kills a process. Anything else that it kills is running again when it resolves. */
export type Kill = (child: ChildProcess) => Promise<void>;

/**
 * Runs a process that changes keys, kills it, and returns the lines that it printed.
 *
 * @param instant When to kill it: this long after it begins to migrate (`ready`), or after it has migrated.
 * @throws if it ended by itself before that.
 */
export async function runAndKill(
  options: ProcessOptions,
  instant: { readonly event: 'ready' | 'migrated'; readonly ms: number },
  kill: Kill = async (child) => void child.kill('SIGKILL'),
): Promise<readonly string[]> {
  const { previousRelease } = options;
  const ofPrevious = previousRelease === undefined ? [] : ['--import', path('use-previous-release.mjs')];
  const child = spawn(
    runtimeOf(options.storage),
    [...ofPrevious, path('change-at-random-until-killed.mjs'), JSON.stringify(programArgument(options))],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, POSTERN_PREVIOUS_RELEASE: previousRelease },
    },
  );
  const ended = once(child, 'close');
  const lines: string[] = [];
  let killing: Promise<void> | undefined;
  let errorOutput = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errorOutput += chunk;
  });
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line);
    if (line !== JSON.stringify({ event: instant.event })) return;
    runAfter(instant.ms, () => {
      killing = kill(child);
    });
  });
  await ended;
  await killing;
  // If the server is killed too, the process may notice that first and end with a fault before its own signal arrives.
  if (killing !== undefined) return lines;
  throw new Error(`the process ended by itself before it was killed: ${errorOutput}`);
}

/** How many of an owner's keys a process gets to know: more would not fit into its arguments. */
const maxKnownKeys = 50;

/** How many keys an owner may have in a process of this release. */
export const cap = 8;

function programArgument({ owners, previousRelease, ...options }: ProcessOptions) {
  const known = ({ statuses, tokens }: OwnerJournal) =>
    [...statuses]
      .slice(-maxKnownKeys)
      .map(([keyId, { renames }]) => ({ keyId, token: tokens.get(keyId), renames }));
  const isPrevious = previousRelease !== undefined;
  return {
    ...options,
    cap,
    isPrevious,
    owners: [...owners].map(([id, owner]) => ({ id, known: known(owner) })),
  };
}

/** Calls `then` more precisely than a timer would, by a busy wait for the last millisecond. */
function runAfter(ms: number, then: () => void): void {
  const due = performance.now() + ms;
  setTimeout(
    () => {
      while (performance.now() < due);
      then();
    },
    Math.max(0, ms - 1),
  );
}
