import type { ApiKey } from '@postern/core';
import {
  type AllKeysQuery,
  type KeyRepository,
  keyOrder,
  type Position,
  type StoredKey,
} from '@postern/core/ports';
import { buildAuditEntry, buildKey, buildStoredKey, memoryKeyRepository } from '@postern/core/testing';
import { expect, it, onTestFinished } from 'vitest';
import { databaseOn } from '../../test-support/sqlite-under-test.js';
import { storageIn, temporaryDatabase } from '../../test-support/temporary-database.js';
import { temporaryFile, temporaryStorage } from '../../test-support/temporary-storage.js';
import type { KeyDatabase } from '../key-database.js';
import { kyselyKeyRepository } from '../key-repository.js';
import { readOptions } from '../postgres/options.js';
import { postgresDatabase } from '../postgres/postgres-database.js';
import { listAllKeys } from './list-all-keys.js';

const databases = {
  async SQLite(): Promise<KeyDatabase> {
    const file = temporaryFile();
    await temporaryStorage({ file }).migrate();
    return databaseOn({ file });
  },
  async PostgreSQL(): Promise<KeyDatabase> {
    const url = await temporaryDatabase();
    await storageIn(url).migrate();
    return postgresDatabase(readOptions({ connectionString: url }));
  },
};

const now = new Date('2026-06-01T00:00:00.000Z');
const seed = 23;

/** Picks from lists, the same each time. */
function pickerOf(start: number) {
  let state = start;
  function random(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  return <Item>(...items: readonly [Item, ...Item[]]): Item =>
    items[Math.floor(random() * items.length)] ?? items[0];
}
type Pick = ReturnType<typeof pickerOf>;

/** An instant close to the others, so that many are equal. */
const anInstant = (pick: Pick) => new Date(now.getTime() + pick(-3, -2, -1, 0, 1, 2));

function aKey(pick: Pick): StoredKey {
  const disabledAt = pick(null, null, anInstant(pick));
  const rotatedAt = pick(null, null, anInstant(pick));
  const key = buildKey({
    owner: { kind: pick('user', 'team', 'bot'), id: pick('ada', 'linus') },
    createdBy: { kind: pick('user', 'system'), id: pick('ada', 'linus') },
    createdAt: anInstant(pick),
    expiresAt: pick(null, anInstant(pick), anInstant(pick)),
    disabledAt,
    disabledBy: disabledAt && { kind: 'user', id: 'ada' },
    rotatedAt,
    successorId: rotatedAt && buildKey().id,
    revokedAt: pick(null, null, anInstant(pick)),
    lastUsedAt: pick(null, anInstant(pick)),
  });
  return buildStoredKey({ key });
}

function aQuery(pick: Pick): AllKeysQuery {
  const states = ['all', 'accepted', 'live', 'rotated', 'disabled', 'expired', 'revoked'] as const;
  return {
    state: pick('all', ...states),
    now: anInstant(pick),
    kinds: pick(undefined, undefined, ['user'], ['team', 'bot']),
    createdBy: pick(undefined, undefined, { kind: pick('user', 'system'), id: 'ada' }),
    neverExpires: pick(undefined, undefined, true),
    expiresBefore: pick(undefined, anInstant(pick)),
    unusedSince: pick(undefined, undefined, anInstant(pick)),
    livesBeyondMs: pick(undefined, undefined, { user: pick(1, 2) }, { user: 3, team: pick(1, 4) }),
    after: pick(null, { at: anInstant(pick), id: buildKey().id }),
    limit: pick(1, 2, 5, 1_000),
  };
}

/** Everything that a query finds, and the number of calls. */
async function everything(query: AllKeysQuery, listAll: KeyRepository['listAll']) {
  const keys: ApiKey[] = [];
  let after: Position | null = query.after;
  for (let calls = 1; ; calls += 1) {
    const page = await listAll({ ...query, after });
    keys.push(...page.keys);
    if (page.next === null) return { keys, calls };
    if (after !== null) expect(keyOrder(query).compare(after, page.next)).toBeLessThan(0);
    after = page.next;
  }
}

it.each([
  ['SQLite', 200],
  ['PostgreSQL', 60],
] as const)(
  'listAll on %s finds what a repository in memory finds, in steps of every size',
  async (on, queries) => {
    const [database, reference] = [await databases[on](), memoryKeyRepository()];
    onTestFinished(database.close);
    const pick = pickerOf(seed);
    for (const stored of Array.from({ length: 60 }, () => aKey(pick)))
      for (const repository of [kyselyKeyRepository(database), reference])
        await repository.insert(stored, buildAuditEntry(stored.key));
    for (let count = 0; count < queries; count += 1) {
      const query = aQuery(pick);
      const size = pick(2, 7, 60, 500);
      const { keys } = await everything(query, (given) => listAllKeys(database, given, size));
      const expected = await everything(query, reference.listAll);
      expect(keys, JSON.stringify({ seed, count, query })).toEqual(expected.keys);
    }
  },
);

it('a call of listAll examines no more records than one step has, although none meets the conditions', async () => {
  const database = await databases.SQLite();
  onTestFinished(database.close);
  for (const stored of Array.from({ length: 10 }, () => buildStoredKey()))
    await kyselyKeyRepository(database).insert(stored, buildAuditEntry(stored.key));
  const none = { state: 'all', now, kinds: ['service'], after: null, limit: 10 } as const;
  const found = await everything(none, (given) => listAllKeys(database, given, 4));
  expect(found).toEqual({ keys: [], calls: 3 });
});
