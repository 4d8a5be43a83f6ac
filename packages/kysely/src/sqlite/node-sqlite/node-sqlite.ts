import type { OptionReader } from '../../read-options.js';

/** What is used of `node:sqlite`. `@types/node` declares it only for newer versions of Node. */
interface NodeSqlite {
  readonly DatabaseSync: new (file: string, options: { readonly readOnly: boolean }) => NodeDatabase;
}

interface NodeDatabase {
  prepare(sql: string): NodeStatement;
  close(): void;
}

export interface NodeStatement {
  get(...parameters: readonly unknown[]): NodeRow | undefined;
  all(...parameters: readonly unknown[]): NodeRow[];
  run(...parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  iterate(...parameters: readonly unknown[]): IterableIterator<NodeRow>;
  setReadBigInts(enabled: boolean): void;
  /** Node has it from 22.16 on. */
  setReturnArrays?(enabled: boolean): void;
}

/** An object, or an array after `setReturnArrays(true)`. */
export type NodeRow = Readonly<Record<string, unknown>> | readonly unknown[];

/**
 * Loads `node:sqlite` now, and not when this file is imported: a runtime that doesn't have it gets an error that says
 * what to do. Not with `require`, which is something else in a bundle.
 */
export function loadNodeSqlite(): NodeSqlite {
  const { getBuiltinModule }: { readonly getBuiltinModule?: (name: string) => unknown } = process;
  const loaded = getBuiltinModule?.('node:sqlite');
  if (loaded === undefined) throw new Error('there is no node:sqlite');
  return loaded as NodeSqlite;
}

/**
 * Checks that this runtime has `node:sqlite`.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG`
 */
export function requireNodeSqlite(reader: OptionReader): void {
  try {
    loadNodeSqlite();
  } catch {
    throw reader.invalid(
      `this runtime has no node:sqlite: Node has it from 22.13 on, and this is ${process.versions.node}; update Node, or npm install better-sqlite3@12 and import sqliteStorage from @postern/kysely/sqlite`,
    );
  }
}
