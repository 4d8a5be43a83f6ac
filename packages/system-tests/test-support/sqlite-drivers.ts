import { fileURLToPath } from 'node:url';
import { installOnce } from '../../../tools/install.mjs';

/** A driver for SQLite that this version of Node may not have, and a runtime that has it. */
export interface SqliteDriver {
  readonly name: 'node-sqlite' | 'bun-sqlite';
  /** Where it runs, for the names of tests. */
  readonly on: string;
  /** The path of the runtime. */
  readonly runtime: string;
}

const installed = (path: string) =>
  fileURLToPath(new URL(`../../../tools/runtimes/node_modules/${path}`, import.meta.url));

/** Whether there are binaries of the runtimes for this platform. */
export const hasRuntimes: boolean = process.platform === 'linux' && process.arch === 'x64';

/** The drivers other than `better-sqlite3`. */
export const otherSqliteDrivers: readonly SqliteDriver[] = [
  { name: 'node-sqlite', on: 'Node 24', runtime: installed('node-24/bin/node') },
  { name: 'bun-sqlite', on: 'Bun', runtime: installed('@oven/bun-linux-x64/bin/bun') },
];

/** Installs their runtimes. */
export function installRuntimes(): void {
  if (hasRuntimes) installOnce('tools/runtimes');
}
