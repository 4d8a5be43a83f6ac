import type { SqliteStatement } from 'kysely';

/** A connection to a file that is not Postern's, as `better-sqlite3` has it. */
export interface HostConnection {
  exec(sql: string): unknown;
  prepare(sql: string): HostStatement;
  pragma(pragma: string, options?: { readonly simple?: boolean }): unknown;
  /** Writes a copy to a path. */
  backup(path: string): Promise<unknown>;
  close(): void;
}

export interface HostStatement extends SqliteStatement {
  run(...parameters: readonly unknown[]): { changes: number; lastInsertRowid: number | bigint };
  get(...parameters: readonly unknown[]): unknown;
  all(...parameters: readonly unknown[]): unknown[];
  pluck(): Pick<HostStatement, 'get' | 'all'>;
  raw(): Pick<HostStatement, 'get' | 'all'>;
}

export function openHost(
  driver: 'better-sqlite3' | 'node-sqlite' | 'bun-sqlite',
  file: string,
): HostConnection;
