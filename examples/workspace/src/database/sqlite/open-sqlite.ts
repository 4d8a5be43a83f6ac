import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sqliteStorage } from '@postern/kysely/sqlite';
import { Kysely } from 'kysely';
import type { Database } from '../database.js';
import { createTables } from '../schema.js';
import type { Tables } from '../tables.js';
import { patientSqlite } from './patient-sqlite.js';

/** Opens a SQLite file: a connection for changes, one for questions, and Postern's own. Makes the folder and the file. */
export async function openSqlite(file: string): Promise<Database> {
  await mkdir(dirname(file), { recursive: true });
  const storage = sqliteStorage({ file, tablePrefix: 'postern_' });
  await storage.migrate();
  const write = new Kysely<Tables>({ dialect: patientSqlite(file, { mayWrite: true }) });
  const read = new Kysely<Tables>({ dialect: patientSqlite(file, { mayWrite: false }) });
  await write.transaction().execute((transaction) => createTables(transaction, 'text'));
  return {
    write,
    read,
    keyRepository: storage.repository,
    async close() {
      await read.destroy();
      await write.destroy();
      await storage.close();
    },
  };
}
