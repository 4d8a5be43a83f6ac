import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { StorageDescription } from '../../test-support/database.js';
import type { OwnerJournal } from './journal.js';

const program = fileURLToPath(
  new URL('../../test-support/change-at-random-until-killed.mjs', import.meta.url),
);

/** What a process is told to do. */
export interface Orders {
  readonly storage: StorageDescription;
  readonly seed: number;
  /** The cost of its hasher. */
  readonly cost: number;
  readonly owners: ReadonlyMap<string, OwnerJournal>;
  readonly defect?: 'acknowledges early' | undefined;
}

/** Kills a process. What else it kills is there again when it resolves. */
export type Kill = (child: ChildProcess) => Promise<void>;

/**
 * Runs a process that changes keys, kills it, and gives the lines that it printed.
 *
 * @param instant When: so long after it begins to migrate (`ready`), or has migrated.
 * @throws where it ended before, by itself.
 */
export async function runAndKill(
  orders: Orders,
  instant: { readonly event: 'ready' | 'migrated'; readonly ms: number },
  kill: Kill = async (child) => void child.kill('SIGKILL'),
): Promise<readonly string[]> {
  const child = spawn(process.execPath, [program, JSON.stringify(toldOf(orders))], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  const lines: string[] = [];
  let killing: Promise<void> | undefined;
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line);
    if (line !== JSON.stringify({ event: instant.event })) return;
    afterwards(instant.ms, () => {
      killing = kill(child);
    });
  });
  await ended;
  await killing;
  // If the server is killed too, the process may notice that first, and end with a fault before its own signal arrives.
  if (killing !== undefined) return lines;
  throw new Error(`the process was to be killed, and ended by itself: ${said}`);
}

/** How many of an owner's keys a process is told of: more would not fit into its arguments. */
const mostKnown = 50;

function toldOf({ owners, ...orders }: Orders) {
  const known = ({ statuses, tokens }: OwnerJournal) =>
    [...statuses]
      .slice(-mostKnown)
      .map(([keyId, { renames }]) => ({ keyId, token: tokens.get(keyId), renames }));
  return { ...orders, owners: [...owners].map(([id, owner]) => ({ id, known: known(owner) })) };
}

/** Does something at a more exact time than a timer's: the last millisecond is waited out. */
function afterwards(ms: number, then: () => void): void {
  const due = performance.now() + ms;
  setTimeout(
    () => {
      while (performance.now() < due);
      then();
    },
    Math.max(0, ms - 1),
  );
}
