import { keyRepositoryContract } from '@postern/conformance';
import type { KeyRepository } from '@postern/core/ports';
import { buildAuditEntry, buildKey, buildOffer, buildStoredKey } from '@postern/core/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { plainDialect, plainSql } from '../test-support/plain-dialect.js';
import { databaseOn } from '../test-support/sqlite-under-test.js';
import { temporaryFile } from '../test-support/temporary-storage.js';
import type { Dialect } from './dialect.js';
import type { KeyDatabase } from './key-database.js';
import { kyselyKeyRepository } from './key-repository.js';
import { runMigrations } from './run-migrations.js';
import { sqliteDialect } from './sqlite/sqlite-dialect.js';

/** A database that refuses statements which only some databases understand. */
function plainDatabase(dialect: Dialect) {
  const database = databaseOn({ file: temporaryFile() });
  onTestFinished(database.close);
  const plain: KeyDatabase = {
    ...database,
    dialect,
    read: (work) => database.read((db) => work(db.withPlugin(plainSql))),
    write: (work) => database.write((db) => work(db.withPlugin(plainSql))),
    migrate: (work) => database.migrate((db, tables) => work(db.withPlugin(plainSql), tables)),
  };
  return { database: plain, repository: kyselyKeyRepository(plain) };
}

describe('with another dialect, migrations and queries need nothing that only SQLite and PostgreSQL have', () => {
  const needingNothingElse = keyRepositoryContract.filter(({ needs }) => needs === undefined);
  for (const { name, run } of needingNothingElse) {
    it(name, () =>
      run(async () => {
        const { database, repository } = plainDatabase(plainDialect);
        await runMigrations(database);
        return { repository, dispose: database.close };
      }),
    );
  }
});

describe('a database that only has plain SQL refuses the dialect of SQLite', () => {
  const { key } = buildStoredKey();
  const owner = key.owner;
  const at = new Date(0);
  const entryOf = () => buildAuditEntry(key);

  it('in the migrations', async () => {
    const { database } = plainDatabase(sqliteDialect);
    await expect(runMigrations(database)).rejects.toMatchObject({ cause: { message: 'TypeError' } });
  });

  it.each<[keyof KeyRepository, (repository: KeyRepository) => Promise<unknown>]>([
    ['insert', ({ insert }) => insert(buildStoredKey(), entryOf())],
    [
      'insertIdempotent',
      ({ insertIdempotent }) =>
        insertIdempotent({ stored: buildStoredKey(), requestId: 'r', reason: 'a' }, entryOf(), entryOf),
    ],
    [
      'revokeAll',
      ({ revokeAll }) => revokeAll({ owner, at, reason: null, createdBefore: null, limit: 1 }, entryOf),
    ],
    ['purge', ({ purge }) => purge({ revokedBefore: at, limit: 1 }, entryOf)],
    ['recordUses', ({ recordUses }) => recordUses([{ keyId: buildKey().id, at }])],
    ['insertOffer', ({ insertOffer }) => insertOffer({ offer: buildOffer(), forgetBefore: at }, entryOf())],
  ])('in %s', async (_, call) => {
    const { database, repository } = plainDatabase(sqliteDialect);
    await runMigrations({ ...database, dialect: plainDialect });
    await expect(call(repository)).rejects.toMatchObject({ cause: { message: 'TypeError' } });
  });
});
