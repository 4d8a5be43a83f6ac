import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { DatabaseLocation } from '../src/database/database-location.js';
import { temporaryDirectory } from './temporary-directory.js';

/** The engines that the workspace runs on: what counts is tested on each. */
export const engines = ['sqlite'] as const;
export type Engine = (typeof engines)[number];

/** Finds room for a database, empty as yet, that is removed when the test is over. */
export async function newDatabase(engine: Engine): Promise<DatabaseLocation> {
  return { engine, file: join(await temporaryDirectory(), 'workspace.sqlite') };
}

/** Runs one statement on a database, as somebody other than the workspace, and gives its rows. */
export async function runSql(database: DatabaseLocation, statement: string): Promise<readonly object[]> {
  const connection = new Sqlite(database.file, { timeout: 5_000 });
  try {
    const prepared = connection.prepare<[], object>(statement);
    if (prepared.reader) return prepared.all();
    prepared.run();
    return [];
  } finally {
    connection.close();
  }
}
