import type { Edit } from './edits.js';

/** A row of docs/threat-model.md, and how its defence, or one of several, is removed. */
export interface Defence {
  readonly row: string;
  /** What is removed, in the words of that page. */
  readonly removed: string;
  readonly edits: readonly Edit[];
  /** The files with the tests of the row. At least one of these tests must fail. */
  readonly tests: readonly string[];
}

/** Both storages run the contract on their engine, so a defence that they share is tested on both. */
const engines: readonly string[] = [
  'packages/kysely/src/sqlite/sqlite-storage.test.ts',
  'packages/kysely/src/postgres/postgres-storage.test.ts',
];

/** Returns a defence for each engine. */
export function onEachEngine(defence: Omit<Defence, 'tests'>): readonly Defence[] {
  return engines.map((file) => ({ ...defence, tests: [file] }));
}

export const core = 'packages/core/src';
export const workspace = 'examples/workspace/src';
/** Both middlewares run the same contract. */
export const middleware: readonly string[] = [
  'packages/hono/src/contract.test.ts',
  'packages/express/src/contract.test.ts',
];
