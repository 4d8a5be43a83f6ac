import type { Position } from '@postern/core/ports';
import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import { createDatabase } from '@postern/postgres-server';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { verifiable } from '../../test-support/verifiable.js';
import type { KeyStorage } from '../storage.js';
import { postgresStorage } from './postgres-storage.js';

/** What someone may have written into one row. */
const keyChanges = [
  `scopes = '{"0":"agents:read"}'`,
  `scopes = '"agents:read"'`,
  `scopes = '["agents:read", 1]'`,
  `scopes = '[null]'`,
  `scopes = 'null'`,
  `scopes = '1e400'`,
  `created_at = 'infinity'`,
  `expires_at = '-infinity'`,
  `revoked_at = '294276-12-31 UTC'`,
  `successor_id = ''`,
  `created_by_kind = 'robot'`,
  `created_by_kind = 'constructor'`,
  `disabled_by_kind = 'user'`,
  `disabled_by_id = 'ada'`,
  // No column accepts these, unless its constraint was removed.
  'owner_kind = null',
  'name = null',
  'hash = null',
  'created_at = null',
  'created_by_id = null',
];
const auditChanges = [`actor_kind = 'robot'`, `at = 'infinity'`, `expires_at = 'infinity'`, 'action = null'];

let storage: KeyStorage;
let host: pg.Client;
let drop: () => Promise<void>;
beforeAll(async () => {
  const database = await createDatabase(inject('postgresUrl'));
  drop = database.drop;
  storage = postgresStorage({ connectionString: database.url });
  host = new pg.Client({ connectionString: database.url });
  await Promise.all([storage.migrate(), host.connect()]);
  const columns = ['owner_kind', 'name', 'hash', 'created_at', 'created_by_id'];
  await host.query(
    `alter table postern_key ${columns.map((column) => `alter ${column} drop not null`).join(', ')}`,
  );
  await host.query('alter table postern_audit alter action drop not null');
});
afterAll(async () => {
  await Promise.all([storage.close(), host.end()]);
  await drop();
});

/** Two keys of an owner of their own; the row of the first is changed behind Postern's back. */
async function damaged(table: 'key' | 'audit', change: string) {
  const owner = { kind: 'user', id: buildKey().id };
  const [first, second] = [
    buildStoredKey({ key: buildKey({ owner }) }),
    buildStoredKey({ key: buildKey({ owner }) }),
  ];
  for (const stored of [first, second]) await storage.repository.insert(stored, buildAuditEntry(stored.key));
  const id = table === 'key' ? 'id' : 'key_id';
  await host.query(`update postern_${table} set ${change} where ${id} = $1`, [first.key.id]);
  return { owner, first, second };
}

const page = { after: null, limit: 10 };
const namesKey = (keyId: string) => ({
  code: 'ERR_RECORD_UNREADABLE',
  message: expect.stringContaining(keyId),
});

/** What a verification does not need: a find does not read it. */
const isBeyondFind = (change: string) =>
  /^(name|created|rotated|successor|disabled_by|last_used)/.test(change);

describe('PostgreSQL', () => {
  it.each(keyChanges.filter(isBeyondFind))('a record with %s is verified as before', async (change) => {
    const { first } = await damaged('key', change);
    const found = await storage.repository.find([first.key.id]);
    expect(found.get(first.key.id)).toEqual(verifiable(first));
  });

  it.each(keyChanges.filter((change) => !change.startsWith('hash')))(
    'a record with %s makes get fail with its key ID, and no other record',
    async (change) => {
      const { first, second } = await damaged('key', change);
      await expect(storage.repository.get(first.key.id)).rejects.toMatchObject(namesKey(first.key.id));
      expect(await storage.repository.get(second.key.id)).toEqual(second.key);
    },
  );

  const unfound = keyChanges.filter((change) => !isBeyondFind(change));
  it.each(unfound)(
    'a record with %s is unreadable in a find, and does not fail the others',
    async (change) => {
      const { first, second } = await damaged('key', change);
      expect(await storage.repository.find([first.key.id, second.key.id])).toEqual(
        new Map<string, unknown>([
          [first.key.id, { unreadable: true }],
          [second.key.id, verifiable(second)],
        ]),
      );
    },
  );

  // A row of another owner is not in this owner's list, and no list reads a hash.
  it.each(keyChanges.filter((change) => !/^(owner|hash)/.test(change)))(
    'a record with %s makes list fail with its key ID',
    async (change) => {
      const { owner, first } = await damaged('key', change);
      const listed = storage.repository.list({ ...page, owner, state: 'all', now: new Date() });
      await expect(listed).rejects.toMatchObject(namesKey(first.key.id));
    },
  );

  it.each(auditChanges)('an audit entry with %s makes history fail with its key ID', async (change) => {
    const { owner, first } = await damaged('audit', change);
    const history = storage.repository.history({ ...page, of: { owner } });
    await expect(history).rejects.toMatchObject(namesKey(first.key.id));
  });

  it('an audit entry with an action that this release does not know is returned as unknown', async () => {
    const { owner, first, second } = await damaged('audit', `action = 'painted'`);
    const entries = await storage.repository.history({ ...page, of: { owner } });
    expect(new Map(entries.map(({ keyId, action }) => [keyId, action]))).toEqual(
      new Map([
        [first.key.id, 'unknown'],
        [second.key.id, 'issued'],
      ]),
    );
  });

  it('an instant that someone wrote to the microsecond is read to the millisecond', async () => {
    const { owner, first } = await damaged('key', `created_at = '2026-01-01 00:00:00.123456+00'`);
    const list = (after: Position | null) =>
      storage.repository.list({ ...page, owner, state: 'all', now: new Date(), after });
    const [key] = await list(null);
    const at = new Date('2026-01-01T00:00:00.123Z');
    expect(key).toEqual({ ...first.key, createdAt: at });
    expect(await list({ at, id: first.key.id })).not.toContainEqual(key);
    expect(await list({ at: new Date(at.getTime() + 1), id: '' })).toContainEqual(key);
  });
});
