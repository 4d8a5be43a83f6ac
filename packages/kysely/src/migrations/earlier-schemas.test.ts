import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { databaseOn } from '../../test-support/sqlite-under-test.js';
import { foreignClient, storageIn, temporaryDatabase } from '../../test-support/temporary-database.js';
import { foreignConnection, temporaryFile, temporaryStorage } from '../../test-support/temporary-storage.js';
import type { KeyDatabase } from '../key-database.js';
import { readOptions } from '../postgres/options.js';
import { postgresDatabase } from '../postgres/postgres-database.js';
import { runMigrations } from '../run-migrations.js';
import type { KeyStorage } from '../storage.js';
import { allMigrations } from './all.js';

/** An empty database, as the storage of this release and as others see it. */
interface Emptied {
  readonly database: KeyDatabase;
  readonly storage: KeyStorage;
  readonly execute: (sql: string) => Promise<unknown>;
  /** Every table, column and index. */
  readonly schema: () => Promise<readonly unknown[]>;
  /** How the database writes an instant. */
  readonly instant: (at: Date) => string;
}

const databases: Readonly<Record<string, () => Promise<Emptied>>> = {
  async PostgreSQL() {
    const url = await temporaryDatabase();
    const host = await foreignClient(url);
    return {
      database: postgresDatabase(readOptions({ connectionString: url })),
      storage: storageIn(url),
      execute: (sql) => host.query(sql),
      async schema() {
        const columns = `select table_name, column_name, data_type, is_nullable, collation_name
          from information_schema.columns where table_schema = 'public' order by 1, 2`;
        const indexes = `select indexdef from pg_indexes where schemaname = 'public' order by 1`;
        return [...(await host.query(columns)).rows, ...(await host.query(indexes)).rows];
      },
      instant: (at) => `'${at.toISOString()}'`,
    };
  },
  async SQLite() {
    const file = temporaryFile();
    const host = foreignConnection(file);
    return {
      database: databaseOn({ file }),
      storage: temporaryStorage({ file }),
      execute: async (sql) => host.exec(sql),
      schema: async () => host.prepare('select name, sql from sqlite_master order by name').all(),
      instant: (at) => String(at.getTime()),
    };
  },
};

const { key, hash } = buildStoredKey();
const entry = buildAuditEntry(key);

/** What the first release wrote when it issued the key. Every later schema has these columns. */
function firstRows(instant: Emptied['instant']): string {
  const at = instant(key.createdAt);
  return `insert into postern_key
    (id, owner_kind, owner_id, name, hash, created_at, created_by_kind, created_by_id)
    values ('${key.id}', 'user', 'ada', '${key.name}', '${hash}', ${at}, 'user', 'ada');
  insert into postern_audit (id, key_id, owner_kind, owner_id, action, actor_kind, actor_id, at)
    values ('${entry.id}', '${key.id}', 'user', 'ada', 'issued', 'user', 'ada', ${at})`;
}

describe.each(Object.entries(databases))('on %s', (_engine, emptied) => {
  it.each(allMigrations.slice(0, -1))(
    'the tables of migration $number are brought up to date with their rows',
    async ({ number }) => {
      const { database, storage, execute, schema, instant } = await emptied();
      onTestFinished(database.close);
      await runMigrations(database, allMigrations.slice(0, number));
      await execute(firstRows(instant));
      await storage.migrate();
      const unused = await emptied();
      onTestFinished(unused.database.close);
      await unused.storage.migrate();
      expect(await schema()).toEqual(await unused.schema());

      const { repository } = storage;
      expect(await repository.get(key.id)).toEqual(key);
      expect(await repository.history({ of: { keyId: key.id }, after: null, limit: 10 })).toEqual([entry]);
      const successor = buildStoredKey({ key: buildKey() });
      const rotation = {
        keyId: key.id,
        at: key.createdAt,
        graceEndsAt: null,
        successor,
        predecessorReason: '',
      };
      const entries = [buildAuditEntry(key, { action: 'rotated' }), buildAuditEntry(successor.key)];
      expect(await repository.rotate(rotation, entries, buildAuditEntry)).toBe(true);
    },
  );
});
