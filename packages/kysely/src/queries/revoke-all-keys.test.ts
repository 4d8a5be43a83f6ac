import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import { expect, it } from 'vitest';
import {
  foreignClient,
  storageIn,
  temporaryDatabase,
  untilWaiting,
} from '../../test-support/temporary-database.js';

it('revokes the successor of a key, too, whose rotation was under way', async () => {
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
  await rotation.query('update postern_key set rotated_at = now(), successor_id = $1 where id = $2', [
    successor.id,
    key.id,
  ]);

  const all = { owner: key.owner, at: new Date(0), reason: 'left', createdBefore: null };
  const revoked = repository.revokeAll(all, ({ id }) => buildAuditEntry({ ...key, id }));
  await untilWaiting(await foreignClient(url), 1);
  await rotation.query('commit');
  expect(new Set(await revoked)).toEqual(new Set([key.id, successor.id]));
});
