import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sqliteStorage } from '@postern/kysely/sqlite';
import { Kysely } from 'kysely';
import type { Database } from '../database.js';
import { createTables, type Tables } from '../schema.js';
import { sqliteDialect } from './dialect.js';
import { diskReserve, reservedRepository } from './disk-reserve.js';

/** Opens a SQLite file, with separate connections for changes, for queries and for Postern. Creates folder and file. */
export async function openSqlite(file: string): Promise<Database> {
  await mkdir(dirname(file), { recursive: true });
  const storage = sqliteStorage({ file, tablePrefix: 'postern_' });
  await storage.migrate();
  const reserve = await diskReserve(file);
  const write = new Kysely<Tables>({
    dialect: sqliteDialect(file, {
      mayWrite: true,
      beforeTransaction: reserve.makeRoom,
      onFull: reserve.release,
    }),
  });
  const grow = new Kysely<Tables>({
    dialect: sqliteDialect(file, { mayWrite: true, before: reserve.require, onFull: reserve.release }),
  });
  const read = new Kysely<Tables>({ dialect: sqliteDialect(file, { mayWrite: false }) });
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
