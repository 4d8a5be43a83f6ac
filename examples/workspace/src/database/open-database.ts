import type { Database } from './database.js';
import type { DatabaseLocation } from './database-location.js';
import { openPostgres } from './postgres/open-postgres.js';
import { openSqlite } from './sqlite/open-sqlite.js';

/** Opens the database and creates what is missing in it. This is the one place where the engine counts. */
export function openDatabase(location: DatabaseLocation): Promise<Database> {
  return location.engine === 'sqlite' ? openSqlite(location.file) : openPostgres(location.connectionString);
}
