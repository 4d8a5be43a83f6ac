import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { KeyRepository } from '@postern/core';
import { sqliteStorage } from '@postern/kysely/sqlite';
import { Kysely } from 'kysely';
import { patientSqlite } from './patient-sqlite.js';
import { createTables } from './schema.js';
import type { Tables } from './tables.js';

/** The workspace's own tables, and Postern's beside them. The rest of the workspace knows no driver. */
export interface Database {
  /** For changes. */
  readonly write: Kysely<Tables>;
  /** For questions: on a connection of its own, so that no request waits behind somebody's change. */
  readonly read: Kysely<Tables>;
  readonly keyRepository: KeyRepository;
  close(): Promise<void>;
}

/** Opens the database and creates what is missing in it: the folder, the file, the tables. */
export async function openDatabase(file: string): Promise<Database> {
  await mkdir(dirname(file), { recursive: true });
  const storage = sqliteStorage({ file, tablePrefix: 'postern_' });
  await storage.migrate();
  const write = new Kysely<Tables>({ dialect: patientSqlite(file, { mayWrite: true }) });
  const read = new Kysely<Tables>({ dialect: patientSqlite(file, { mayWrite: false }) });
  await write.transaction().execute(createTables);
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
