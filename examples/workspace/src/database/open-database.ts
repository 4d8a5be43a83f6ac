import type { Database } from './database.js';
import { openPostgres } from './postgres/open-postgres.js';
import { openSqlite } from './sqlite/open-sqlite.js';

/** Where the database is: what `DATABASE_URL` contains. */
export type DatabaseLocation =
  | {
      readonly engine: 'sqlite';
      /** The path of the file, absolute or relative to the current directory. */
      readonly file: string;
    }
  | {
      readonly engine: 'postgres';
      /** Usually contains a password, so it is never logged. */
      readonly connectionString: string;
    };

/** Opens the database, and creates missing tables. */
export function openDatabase(location: DatabaseLocation): Promise<Database> {
  return location.engine === 'sqlite' ? openSqlite(location.file) : openPostgres(location.connectionString);
}

/** Parses a URL: `sqlite:` and a path, or `postgres://…` or `postgresql://…`. `undefined`: it is neither. */
export function parseDatabaseUrl(url: string): DatabaseLocation | undefined {
  const file = /^sqlite:(?:\/\/)?(?!.*:memory:)([^?]+)$/.exec(url)?.[1];
  if (file !== undefined) return { engine: 'sqlite', file };
  if (/^postgres(?:ql)?:\/\/\S+$/.test(url) && isWellFormed(url))
    return { engine: 'postgres', connectionString: url };
  return undefined;
}

/** The driver would quote a URL that it can't parse. */
function isWellFormed(url: string): boolean {
  try {
    decodeURIComponent(url);
    return URL.canParse(url);
  } catch {
    return false;
  }
}
