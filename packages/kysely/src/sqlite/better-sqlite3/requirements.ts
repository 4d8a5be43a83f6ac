import { createRequire } from 'node:module';
import { safeCause } from '@postern/core/ports';
import Database from 'better-sqlite3';
import type { OptionReader } from '../../read-options.js';

const minNode = 20;

/** Set once the native module has been loaded: it stays loaded. */
let isLoaded = false;

/**
 * Checks that `better-sqlite3` works here, and loads its native module. The versions come first: a module built for a
 * later Node ends the process instead of throwing.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG`
 */
export function requireBetterSqlite3(reader: OptionReader): void {
  if (isLoaded) return;
  requireVersions(reader, readDriverPackage());
  try {
    new Database(':memory:').close();
    isLoaded = true;
  } catch (error) {
    throw reader.invalid(whyNotLoaded(error), { cause: safeCause(error) });
  }
}

/** What is used of the driver's `package.json`. */
interface DriverPackage {
  readonly version?: unknown;
  readonly engines?: { readonly node?: unknown };
}

/**
 * Checks the version of Node, for Postern and for the driver. Without the driver's `package.json`, only for Postern.
 */
function requireVersions(reader: OptionReader, driver: DriverPackage | undefined): void {
  const { node } = process.versions;
  const major = Number.parseInt(node, 10);
  if (major < minNode)
    throw reader.invalid(`Postern needs Node 20.12 or later, and this is ${node}; update Node`);
  const [, needed] = /^>=\s*(\d+)/.exec(String(driver?.engines?.node)) ?? [];
  if (needed === undefined || major >= Number(needed)) return;
  throw reader.invalid(
    `better-sqlite3 ${driver?.version} needs Node ${needed} or later, and this is ${node}; update Node, or npm install better-sqlite3@12`,
  );
}

/** Reads it from disk: an import would be bundled, or fail the bundle if it is missing. */
function readDriverPackage(): DriverPackage | undefined {
  try {
    return createRequire(import.meta.url)('better-sqlite3/package.json') as DriverPackage;
  } catch {
    return undefined;
  }
}

function whyNotLoaded(error: unknown): string {
  const { bun, deno } = process.versions;
  if (bun !== undefined)
    return 'better-sqlite3 does not load in Bun; import sqliteStorage from @postern/kysely/bun-sqlite, or npm install better-sqlite3@13, whose native module does';
  if (deno !== undefined)
    return 'better-sqlite3 does not load in Deno; import sqliteStorage from @postern/kysely/node-sqlite, or npm install better-sqlite3@13, whose native module does, and run with --allow-ffi';
  if (error instanceof Error && 'code' in error && error.code === 'ERR_DLOPEN_FAILED')
    return `the native module of better-sqlite3 was not built for this Node (${process.version}, ${process.platform} ${process.arch}): Node was updated since, or the packages were installed on another machine; run npm rebuild better-sqlite3, or install the packages again`;
  return 'better-sqlite3 is installed without its native module, because install scripts were blocked or it is part of a bundle; run npm rebuild better-sqlite3 (with pnpm: pnpm approve-builds), and keep it out of bundles';
}
