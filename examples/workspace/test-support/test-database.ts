import { join } from 'node:path';
import { createDatabase } from '@postern/postgres-server';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';
import type { DatabaseLocation } from '../src/database/open-database.js';
import { temporaryDirectory } from './temporary-directory.js';

/** The engines that the workspace runs on. Everything important is tested on each. */
export const engines = ['sqlite', 'postgres'] as const;
export type Engine = (typeof engines)[number];

/** A location for a new database, which is removed at the end of the test. */
export async function newDatabase(engine: Engine): Promise<DatabaseLocation> {
  if (engine === 'sqlite') return { engine, file: join(await temporaryDirectory(), 'workspace.sqlite') };
  const { url, drop } = await createDatabase(inject('postgresUrl'));
  onTestFinished(drop);
  return { engine, connectionString: url };
}

/** Runs one statement on a database, on a connection of its own, and returns the rows. */
export async function runSql(database: DatabaseLocation, statement: string): Promise<readonly object[]> {
  return database.engine === 'sqlite'
    ? runOnSqlite(database.file, statement)
    : runOnPostgres(database.connectionString, statement);
}

function runOnSqlite(file: string, statement: string): readonly object[] {
  const connection = new Sqlite(file, { timeout: 5_000 });
  try {
    const prepared = connection.prepare<[], object>(statement);
    if (prepared.reader) return prepared.all();
    prepared.run();
    return [];
  } finally {
    connection.close();
  }
}

async function runOnPostgres(connectionString: string, statement: string): Promise<readonly object[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<object>(statement)).rows;
  } finally {
    await client.end();
  }
}
