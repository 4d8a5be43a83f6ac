import { fileURLToPath } from 'node:url';
import type { StorageDescription } from '../../test-support/database.js';
import { type StartedProcess, startProcess } from './started-process.js';

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
export interface Issuer extends StartedProcess {
  /** How many attempts to issue a key have ended, by their outcome: `issued`, or the code of the error. */
  readonly outcomes: ReadonlyMap<string, number>;
}

/** Starts a process. Resolves once it is ready to begin. */
export async function startIssuer(options: IssuerOptions): Promise<Issuer> {
  const outcomes = new Map<string, number>();
  const count = (outcome: unknown) => {
    if (typeof outcome === 'string') outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  };
  const started = await startProcess(program, options, ({ event, outcome, outcomes: all }) => {
    if (event === 'done') count(outcome);
    if (event === 'issued' && Array.isArray(all)) for (const one of all) count(one);
  });
  return { ...started, outcomes };
}
