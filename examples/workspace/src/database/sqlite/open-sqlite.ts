import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sqliteStorage } from '@postern/kysely/sqlite';
import { Kysely } from 'kysely';
import type { Database } from '../database.js';
import { createTables } from '../schema.js';
import type { Tables } from '../tables.js';
import { diskReserve } from './disk-reserve.js';
import { patientSqlite } from './patient-sqlite.js';
import { reservedRepository } from './reserved-repository.js';

/**
 * Opens a SQLite file: connections for changes, one for questions, and Postern's own. Makes the folder and the file.
 */
export async function openSqlite(file: string): Promise<Database> {
  await mkdir(dirname(file), { recursive: true });
  const storage = sqliteStorage({ file, tablePrefix: 'postern_' });
  await storage.migrate();
  const reserve = await diskReserve(file);
  const write = new Kysely<Tables>({
    dialect: patientSqlite(file, {
      mayWrite: true,
      beforeTransaction: reserve.makeRoom,
      onFull: reserve.release,
    }),
  });
  const grow = new Kysely<Tables>({
    dialect: patientSqlite(file, { mayWrite: true, before: reserve.require, onFull: reserve.release }),
  });
  const read = new Kysely<Tables>({ dialect: patientSqlite(file, { mayWrite: false }) });
  await write.transaction().execute((transaction) => createTables(transaction, 'text'));
  return {
    write,
    grow,
    read,
    keyRepository: reservedRepository(storage.repository, reserve),
    async close() {
      await read.destroy();
      await write.destroy();
      await grow.destroy();
      await storage.close();
    },
  };
}
