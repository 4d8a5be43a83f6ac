import { createApiKeys, eachOwner } from '@postern/core';
import { buildAuditEntry, buildKey, buildStoredKey, insecureHasher } from '@postern/core/testing';
import { expect, it } from 'vitest';
import {
  foreignClient,
  storageIn,
  temporaryDatabase,
  untilWaiting,
} from '../../test-support/temporary-database.js';
import { foreignConnection, temporaryFile, temporaryStorage } from '../../test-support/temporary-storage.js';
import type { KeyStorage } from '../storage.js';

it.each([
  ['with a grace', false],
  ['without a grace', true],
])('revokeAll also revokes the successor from a rotation in progress, %s', async (_grace, isRevoked) => {
  const url = await temporaryDatabase();
  const { migrate, repository } = storageIn(url);
  await migrate();
  const [key, successor] = [buildKey(), buildKey()];
  await repository.insert(buildStoredKey({ key }), buildAuditEntry(key));

  const rotation = await foreignClient(url);
  await rotation.query('begin');
  const insert = `insert into postern_key (id, owner_kind, owner_id, name, hash, created_at, created_by_kind, created_by_id)
    select $1, owner_kind, owner_id, name, hash, created_at, created_by_kind, created_by_id from postern_key where id = $2`;
  await rotation.query(insert, [successor.id, key.id]);
  const end = isRevoked ? ', revoked_at = now()' : '';
  await rotation.query(`update postern_key set rotated_at = now(), successor_id = $1${end} where id = $2`, [
    successor.id,
    key.id,
  ]);

  const all = { owner: key.owner, at: new Date(0), reason: 'left', createdBefore: null, limit: 10 };
  const revokeAll = () => repository.revokeAll(all, ({ id }) => buildAuditEntry({ ...key, id }));
  const revoked = revokeAll();
  await untilWaiting(await foreignClient(url), 1);
  await rotation.query('commit');
  const keyIds = [...(await revoked), ...(await revokeAll())];
  expect(new Set(keyIds)).toEqual(new Set(isRevoked ? [successor.id] : [key.id, successor.id]));
});

const many = 20_000;
const insertMany = (id: string, createdAt: string) => `
  insert into postern_key (id, owner_kind, owner_id, name, hash, created_at, created_by_kind, created_by_id)
  with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${many})
  select ${id}, 'user', 'ada', 'CI Pipeline', 'x', ${createdAt}, 'user', 'ada' from numbers`;

/** A storage of each kind with many keys of Ada, inserted directly. */
const storages: Readonly<Record<string, () => Promise<KeyStorage>>> = {
  async PostgreSQL() {
    const url = await temporaryDatabase();
    const storage = storageIn(url);
    await storage.migrate();
    await (await foreignClient(url)).query(insertMany("lpad(cast(n as text), 16, '0')", 'now()'));
    return storage;
  },
  async SQLite() {
    const file = temporaryFile();
    const storage = temporaryStorage({ file });
    await storage.migrate();
    foreignConnection(file).exec(insertMany("printf('%016d', n)", '0'));
    return storage;
  },
};

it.each(Object.entries(storages))(
  '%s revokes and purges 20,000 keys of one owner',
  async (_name, storageWithMany) => {
    const { repository } = await storageWithMany();
    const keys = createApiKeys({
      repository,
      hasher: insecureHasher(),
      owners: eachOwner(() => ({ active: true, permissions: [] })),
      policy: { decide: () => ({ ok: true }) },
    });
    const ada = { kind: 'user', id: 'ada' } as const;
    expect(await keys.revokeAll({ owner: ada, actor: ada, reason: 'left' })).toEqual({ revoked: many });
    const revokedBefore = new Date(Date.now() + 60_000);
    expect(await keys.purge({ actor: ada, revokedBefore })).toEqual({ purged: many });
    await keys.close();
  },
  60_000,
);
