import type { ApiKey, KeyId } from '@postern/core';
import type { KeyRepository } from '@postern/core/ports';
import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import { expect, it } from 'vitest';
import { recordedDatabase } from '../../test-support/recorded-database.js';
import { recordedPool } from '../../test-support/recorded-pool.js';
import {
  foreignClient,
  storageIn,
  temporaryDatabase,
  untilWaiting,
} from '../../test-support/temporary-database.js';
import { foreignConnection, temporaryFile, temporaryStorage } from '../../test-support/temporary-storage.js';
import { kyselyKeyRepository } from '../key-repository.js';

const at = new Date('2026-02-01T00:00:00Z');
const keyIdOf = (character: string) => character.repeat(16) as KeyId;

async function add(repository: KeyRepository, given: Partial<ApiKey>): Promise<ApiKey> {
  const stored = buildStoredKey({ key: buildKey(given) });
  await repository.insert(stored, buildAuditEntry(stored.key));
  return stored.key;
}

/** A key, and one in its grace period that it has replaced. */
async function addChain(repository: KeyRepository, ids: { readonly key: string; readonly earlier: string }) {
  const key = await add(repository, { id: keyIdOf(ids.key) });
  const grace = { rotatedAt: at, successorId: key.id, expiresAt: new Date(at.getTime() + 1_000) };
  return { key, earlier: await add(repository, { id: keyIdOf(ids.earlier), ...grace }) };
}

function rotate({ rotate: write }: KeyRepository, key: ApiKey): Promise<boolean> {
  const successor = buildStoredKey();
  return write(
    { keyId: key.id, at, graceEndsAt: null, successor, predecessorReason: 'rotated' },
    [buildAuditEntry(key, { action: 'rotated' }), buildAuditEntry(successor.key)],
    (predecessor) => buildAuditEntry(predecessor, { action: 'revoked' }),
  );
}

it.each([
  { key: 'a', earlier: 'b' },
  { key: 'b', earlier: 'a' },
])('S04 a rotation locks the key and its predecessor in the order of their IDs: %o', async (ids) => {
  const url = await temporaryDatabase();
  const { migrate, repository } = storageIn(url);
  await migrate();
  const { key, earlier } = await addChain(repository, ids);
  const [holder, other] = [await foreignClient(url), await foreignClient(url)];
  const lock = 'select from postern_key where id = $1 for no key update';
  await holder.query('begin');
  await holder.query(lock, [keyIdOf('a')]);
  const rotated = rotate(repository, key);
  await untilWaiting(other, 1);
  // It waits for the first one, and holds no lock on the second, which recordUses and revokeAll lock after the first.
  expect((await other.query(`${lock} nowait`, [keyIdOf('b')])).rowCount).toBe(1);
  await holder.query('commit');
  expect(await rotated).toBe(true);
  expect((await repository.get(earlier.id))?.revokedAt).toEqual(at);
});

it('SQLite finds the predecessor of a rotated key in an index', async () => {
  const file = temporaryFile();
  await temporaryStorage({ file }).migrate();
  const { database, sent } = recordedDatabase(file);
  const repository = kyselyKeyRepository(database);
  const { key } = await addChain(repository, { key: 'a', earlier: 'b' });
  expect(await rotate(repository, key)).toBe(true);
  const host = foreignConnection(file);
  const plans = sent.map(({ sql, parameters }) =>
    host.prepare(`explain query plan ${sql}`).all(...parameters),
  );
  const steps = plans.flat().map((step) => (step as { readonly detail: string }).detail);
  expect(steps).toContain('SEARCH postern_key USING INDEX postern_key_by_successor (successor_id=?)');
  expect(steps.filter((step) => step.startsWith('SCAN postern'))).toEqual([]);
});

it('PostgreSQL finds the predecessor of a rotated key in an index', async () => {
  const url = await temporaryDatabase();
  const { pool, sent } = recordedPool(url);
  const { migrate, repository } = storageIn(url, { pool });
  await migrate();
  const { key } = await addChain(repository, { key: 'a', earlier: 'b' });
  const host = await foreignClient(url);
  await host.query(`insert into postern_key (id, owner_kind, owner_id, name, hash, created_at, created_by_kind,
    created_by_id, successor_id) select lpad(n::text, 16, '0'), 'user', 'ada', 'CI', 'x', now(), 'user', 'ada',
    case when n % 2 = 0 then lpad((n + 1)::text, 16, '0') end from generate_series(1, 10000) as n`);
  await host.query('analyze');
  const before = sent.length;
  expect(await rotate(repository, key)).toBe(true);
  const searches = sent
    .slice(before)
    .filter(({ text }) => /\bsuccessor_id" = /.test(text) && text.startsWith('select'));
  const [search] = searches;
  const plan = await host.query<{ 'QUERY PLAN': string }>(`explain ${search?.text}`, [
    ...(search?.values ?? []),
  ]);
  const steps = plan.rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(steps).toContain('postern_key_by_successor');
  expect(steps).not.toContain('Seq Scan');
});
