import type { ApiKey } from '@postern/core';
import { buildAuditEntry, buildStoredKey } from '@postern/core/testing';
import { expect, it } from 'vitest';
import { foreignConnection, temporaryFile, temporaryStorage } from '../../test-support/temporary-storage.js';
import { verifiable } from '../../test-support/verifiable.js';

/** What someone may have written into one row. */
const keyChanges = [
  `scopes = 'agents:read'`,
  `scopes = '{"0":"agents:read"}'`,
  `scopes = '"agents:read"'`,
  `scopes = '["agents:read", 1]'`,
  `scopes = 'null'`,
  `scopes = ''`,
  `created_at = 8640000000000001`,
  `expires_at = 9223372036854775807`,
  `revoked_at = -9223372036854775808`,
  `rotated_at = 8640000000000001`,
  `successor_id = ''`,
  `successor_id = '<script>'`,
  `created_by_kind = 'robot'`,
  `created_by_kind = 'constructor'`,
  `disabled_by_kind = 'user'`,
  `disabled_by_id = 'ada'`,
  `disabled_by_kind = '', disabled_by_id = 'ada'`,
];
/** What no column accepts, unless someone recreated the table without its constraints. */
const laxKeyChanges = [
  `owner_kind = null`,
  `owner_id = x'00'`,
  `name = null`,
  `scopes = x'5b5d'`,
  `hash = null`,
  `hash = x'00'`,
  `created_at = null`,
  `created_at = 1.5`,
  `created_at = 'yesterday'`,
  `created_by_id = null`,
  `rotated_at = 1.5`,
  `successor_id = x'00'`,
  `last_used_at = '2026-01-01'`,
];
const auditChanges = [
  { change: `actor_kind = 'robot'`, lax: false },
  { change: `at = 8640000000000001`, lax: false },
  { change: `expires_at = 8640000000000001`, lax: false },
  { change: `action = null`, lax: true },
  { change: `action = x'00'`, lax: true },
];

/** A storage with two keys of one owner; the row of the first is changed behind its back. */
async function damaged(change: string, { lax = false } = {}) {
  const file = temporaryFile();
  const storage = temporaryStorage({ file });
  await storage.migrate();
  const [first, second] = [buildStoredKey(), buildStoredKey()];
  for (const stored of [first, second]) await storage.repository.insert(stored, buildAuditEntry(stored.key));
  const host = foreignConnection(file);
  if (lax) {
    for (const table of ['postern_key', 'postern_audit']) {
      host.exec(`create table lax as select * from ${table}; drop table ${table}`);
      host.exec(`alter table lax rename to ${table}`);
    }
  }
  const { changes } = host.prepare(change).run({ id: first.key.id });
  expect(changes).toBe(1);
  const { owner, id } = first.key;
  const page = { now: new Date(), after: null, limit: 10 };
  return {
    first,
    second,
    repository: storage.repository,
    find: () => storage.repository.find([id, second.key.id]),
    list: () => storage.repository.list({ ...page, owner, state: 'all' }),
    history: () => storage.repository.history({ ...page, of: { owner } }),
  };
}

const damages = [
  ...keyChanges.map((change) => ({ change, lax: false })),
  ...laxKeyChanges.map((change) => ({ change, lax: true })),
];
/** What a verification does not need: a find does not read it. */
const isBeyondFind = /^(name|created|rotated|successor|disabled_by|last_used)/;
/** A row of another owner is not in this owner's list, and no list reads a hash. */
const listed = damages.filter(({ change }) => !/^(owner|hash)/.test(change));
const damage = ({ change, lax }: (typeof damages)[number]) =>
  damaged(`update postern_key set ${change} where id = :id`, { lax });

const unfound = damages.filter(({ change }) => !isBeyondFind.test(change));
const found = damages.filter(({ change }) => isBeyondFind.test(change));

it.each(unfound)(
  'a record with $change is unreadable in a find, and does not fail the others',
  async (how) => {
    const { first, second, find } = await damage(how);
    const both = await find();
    expect(both.get(first.key.id)).toEqual({ unreadable: true });
    expect(both.get(second.key.id)).toEqual(verifiable(second));
  },
);

it.each(found)('a record with $change is verified as before', async (how) => {
  const { first, find } = await damage(how);
  expect((await find()).get(first.key.id)).toEqual(verifiable(first));
});

it.each(damages.filter(({ change }) => !/^hash/.test(change)))(
  'a record with $change makes get fail with its key ID, and no other record',
  async (how) => {
    const { first, second, repository } = await damage(how);
    await expect(repository.get(first.key.id)).rejects.toMatchObject({
      code: 'ERR_RECORD_UNREADABLE',
      message: expect.stringContaining(first.key.id),
    });
    expect(await repository.get(second.key.id)).toEqual(second.key);
  },
);

it.each(listed)('a record with $change makes list fail with its key ID', async (how) => {
  const { first, list } = await damage(how);
  await expect(list()).rejects.toMatchObject({
    code: 'ERR_RECORD_UNREADABLE',
    message: expect.stringContaining(first.key.id),
  });
});

it.each(auditChanges)(
  'an audit entry with $change makes history fail with its key ID',
  async ({ change, lax }) => {
    const { first, history } = await damaged(`update postern_audit set ${change} where key_id = :id`, {
      lax,
    });
    await expect(history()).rejects.toMatchObject({
      code: 'ERR_RECORD_UNREADABLE',
      message: expect.stringContaining(first.key.id),
    });
  },
);

it.each(['painted', 'constructor'])(
  'an audit entry with the action %s, which this release does not know, is returned as unknown',
  async (action) => {
    const { first, second, history } = await damaged(
      `update postern_audit set action = '${action}' where key_id = :id`,
    );
    const actions = new Map((await history()).map((entry) => [entry.keyId, entry.action]));
    expect(actions).toEqual(
      new Map([
        [first.key.id, 'unknown'],
        [second.key.id, 'issued'],
      ]),
    );
  },
);

const malformedId = `update postern_key set id = '<script>' where id = :id`;

it('an error does not repeat a malformed key ID', async () => {
  const { list } = await damaged(malformedId);
  await expect(list()).rejects.toMatchObject({
    code: 'ERR_RECORD_UNREADABLE',
    message: expect.not.stringContaining('script'),
  });
});

it.each([
  ['a malformed key ID', malformedId, false],
  ['no key ID', 'update postern_key set id = null where id = :id', true],
])(
  'a record with %s does not keep other keys of the owner from being revoked',
  async (_what, change, lax) => {
    const { second, repository } = await damaged(change, { lax });
    const { owner } = second.key;
    const all = { owner, at: new Date(0), reason: 'left', createdBefore: null, limit: 10 };
    const entryOf = (key: Pick<ApiKey, 'id' | 'owner'>) => buildAuditEntry({ ...second.key, ...key });
    expect(await repository.revokeAll(all, entryOf)).toEqual([second.key.id]);
    expect(await repository.revokeAll(all, entryOf)).toEqual([]);
    const left = await repository.find([second.key.id]);
    expect(left.get(second.key.id)).toMatchObject({ key: { revokedAt: all.at } });
  },
);

it.each([
  ['a malformed key ID', `update postern_key set id = '<script>', revoked_at = 0 where id = :id`, false],
  ['no owner', 'update postern_key set owner_id = null, revoked_at = 0 where id = :id', true],
])('a record with %s is purged with the others, without an audit entry', async (_what, change, lax) => {
  const { first, second, repository } = await damaged(change, { lax });
  const { key } = second;
  await repository.revoke({ keyId: key.id, at: new Date(0), reason: null }, buildAuditEntry(key));
  const entryOf = (of: Pick<ApiKey, 'id' | 'owner'>) =>
    buildAuditEntry({ ...key, ...of }, { action: 'purged' });
  expect(await repository.purge({ revokedBefore: new Date(1), limit: 10 }, entryOf)).toBe(2);
  expect((await repository.find([first.key.id, key.id])).size).toBe(0);
  const history = await repository.history({ of: { owner: key.owner }, after: null, limit: 10 });
  expect(history.filter(({ action }) => action === 'purged').map(({ keyId }) => keyId)).toEqual([key.id]);
});
