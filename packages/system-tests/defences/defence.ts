import type { Edit } from './edits.js';

/** A row of docs/threat-model.md, and how its defence, or one of several, is taken away. */
export interface Defence {
  readonly row: string;
  /** What is taken away, in words: the page says the same. */
  readonly removed: string;
  readonly edits: readonly Edit[];
  /** Where the tests of the row are, of which one must fail then. */
  readonly tests: readonly string[];
}

/** The storages, each of which runs the contract on its engine: a defence that they share is shown on both. */
const engines: readonly string[] = [
  'packages/kysely/src/sqlite/sqlite-storage.test.ts',
  'packages/kysely/src/postgres/postgres-storage.test.ts',
];

/** Makes one defence of each engine. */
export function onEachEngine(defence: Omit<Defence, 'tests'>): readonly Defence[] {
  return engines.map((file) => ({ ...defence, tests: [file] }));
}

export const core = 'packages/core/src';
export const workspace = 'examples/workspace/src';
/** The two middlewares run one contract. */
export const middleware: readonly string[] = [
  'packages/hono/src/contract.test.ts',
  'packages/express/src/contract.test.ts',
];
