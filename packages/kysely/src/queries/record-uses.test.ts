import type { KeyId } from '@postern/core';
import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import { expect, it } from 'vitest';
import { recordedDatabase } from '../../test-support/recorded-database.js';
import {
  foreignClient,
  storageIn,
  temporaryDatabase,
  untilWaiting,
} from '../../test-support/temporary-database.js';
import { temporaryFile, temporaryStorage } from '../../test-support/temporary-storage.js';
import { recordUses } from './record-uses.js';

const keyIdOf = (character: string) => character.repeat(16) as KeyId;

it('recordUses writes many uses with few statements', async () => {
  const file = temporaryFile();
  await temporaryStorage({ file }).migrate();
  const { database, sent } = recordedDatabase(file);
  const uses = Array.from({ length: 250 }, () => ({ keyId: buildKey().id, at: new Date(0) }));
  await recordUses(database, [...uses, ...uses]);
  expect(sent).toHaveLength(3);
});

it('recordUses locks records in the order of their key IDs, so that two processes never deadlock', async () => {
  const url = await temporaryDatabase();
  const { migrate, repository } = storageIn(url);
  await migrate();
  const [last, first] = [buildKey({ id: keyIdOf('b') }), buildKey({ id: keyIdOf('a') })];
  for (const key of [last, first]) await repository.insert(buildStoredKey({ key }), buildAuditEntry(key));
  const [holder, other] = [await foreignClient(url), await foreignClient(url)];
  const lock = 'select from postern_key where id = $1 for no key update';
  await holder.query('begin');
  await holder.query(lock, [first.id]);
  const written = repository.recordUses([last, first].map(({ id }) => ({ keyId: id, at: new Date(0) })));
  await untilWaiting(other, 1);
  expect((await other.query(`${lock} nowait`, [last.id])).rowCount).toBe(1);
  await holder.query('commit');
  await written;
});

it('PostgreSQL records a use without touching any index (HOT)', async () => {
  const url = await temporaryDatabase();
  await storageIn(url).migrate();
  const host = await foreignClient(url);
  // An index that has the column, or a condition on it, depends on it.
  const { rows } = await host.query(`select distinct c.relname as name from pg_depend d
    join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    join pg_class c on c.oid = d.objid and c.relkind = 'i'
    where d.refobjid = 'postern_key'::regclass and a.attname = any(array['last_used_at', 'successor_id'])`);
  expect(rows).toEqual([{ name: 'postern_key_by_successor' }]);
});

it('PostgreSQL counts every recorded use as HOT, because pages have room for new versions of their rows', async () => {
  const url = await temporaryDatabase();
  const { migrate, repository, close } = storageIn(url);
  await migrate();
  // Enough for several pages. Every fourth key is used, so a page that is full has no room for them.
  const keys = Array.from({ length: 100 }, () => buildKey({ expiresAt: new Date(1) }));
  await Promise.all(keys.map((key) => repository.insert(buildStoredKey({ key }), buildAuditEntry(key))));
  const used = keys.filter((_, index) => index % 4 === 0);
  await repository.recordUses(used.map(({ id }) => ({ keyId: id, at: new Date(0) })));
  const [key = buildKey()] = keys;
  await repository.revoke({ keyId: key.id, at: new Date(1), reason: null }, buildAuditEntry(key));
  await close(); // A connection reports its counts at the latest when it ends.
  const host = await foreignClient(url);
  const counts = async () => {
    const text = 'select n_tup_upd, n_tup_hot_upd from pg_stat_user_tables where relname = $1';
    return (await host.query(text, ['postern_key'])).rows[0];
  };
  // A revocation changes indexes, so it isn't.
  await expect.poll(counts).toEqual({ n_tup_upd: '26', n_tup_hot_upd: '25' });
});
