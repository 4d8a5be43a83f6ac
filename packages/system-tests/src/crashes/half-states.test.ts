import { expect, it, onTestFinished } from 'vitest';
import { type SharedDatabase, sqliteDatabase } from '../../test-support/database.js';
import { keysThatAllowAll } from '../../test-support/keys-that-allow-all.js';
import { inspect } from './inspect.js';
import type { Journal } from './journal.js';
import { readSchema } from './schema.js';
import { type Status, untouched } from './status.js';

const owner = { kind: 'user', id: 'one' } as const;
const actor = { kind: 'system', id: 'cost 1' } as const;

/** Creates a database with a key in each state, and the journal of the process that created them. */
async function keysInAllStates() {
  const database = await sqliteDatabase();
  onTestFinished(database.remove);
  const storage = database.open();
  await storage.migrate();
  const keys = keysThatAllowAll({ repository: storage.repository });
  const statuses = new Map<string, Status>();
  const tokens = new Map<string, string>();
  async function issue(status: Partial<Status> = {}): Promise<string> {
    const { key, token } = await keys.issue({ owner, actor, name: 'new' });
    statuses.set(key.id, { ...untouched, ...status });
    tokens.set(key.id, token);
    return key.id;
  }
  await issue();
  await keys.revoke(await issue({ revoked: true }), { actor });
  await keys.disable(await issue({ disabledBy: actor.id }), { actor, reason: 'disabled' });
  const rotated = await keys.rotate(await issue({ rotated: true }), { actor, graceMs: 1_000_000 });
  statuses.set(rotated.key.id, untouched);
  const person = { kind: 'user', id: actor.id } as const;
  const offered = await keys.offer({ owner, actor: person, name: 'new' });
  const claimed = await keys.claim(offered.id, { actor: person });
  statuses.set(claimed.key.id, untouched);
  await keys.offer({ owner, actor: person, name: 'new' });
  await storage.close();
  const journal: Journal = {
    migrated: true,
    owners: new Map([[owner.id, { statuses, tokens, successors: new Map(), pending: undefined }]]),
    purged: new Map(),
    purgeStarted: false,
    done: 0,
    contradictions: [],
  };
  return { database, journal, schema: await readSchema(database) };
}

/** Damages a database, and returns the problems that are found, without the key IDs. */
async function foundAfter(
  damage: (database: SharedDatabase) => Promise<unknown>,
): Promise<readonly string[]> {
  const given = await keysInAllStates();
  await damage(given.database);
  return (await inspect(given)).wrong.map((what) => what.replaceAll(/[0-9A-Za-z]{16}/g, '…'));
}

it('finds nothing wrong with keys in all states', async () => {
  expect(await foundAfter(async () => undefined)).toEqual([]);
});

it.each([
  ["delete from postern_audit where action = 'issued'", '… was not issued exactly once'],
  [
    "delete from postern_audit where action = 'revoked'",
    '… is revoked only by its record, or only by its entries',
  ],
  [
    "delete from postern_audit where action = 'disabled'",
    '… is disabled only by its record, or only by its entries',
  ],
  [
    "update postern_key set disabled_by_id = 'cost 2' where disabled_by_id = 'cost 1'",
    '… is disabled only by its record, or only by its entries',
  ],
  [
    "update postern_audit set action = 'enabled' where action = 'disabled'",
    '… was disabled twice by the same actor, or enabled twice',
  ],
  [
    "delete from postern_audit where action = 'rotated'",
    '… is rotated only by its record, or only by its entries',
  ],
  [
    'update postern_key set successor_id = null',
    '… is rotated without a successor, or has one without being rotated',
  ],
  [
    'delete from postern_key where id in (select successor_id from postern_key)',
    '… has a successor that does not exist',
  ],
  [
    'update postern_key set revoked_at = null where revoked_at is not null',
    'one does not have the keys that it should have',
  ],
  ['update postern_key set expires_at = 4102444800000', '… expires at a different time than its entries say'],
  ['update postern_offer set claimed_at = null', '… is claimed only by its offer, or only by its entries'],
  ['update postern_offer set claimed_at = 1', '… is claimed only by its offer, or only by its entries'],
  ["update postern_key set name = id || ' 1'", '… has a different name than its entries say'],
  ['update postern_key set hash = substr(hash, 1, 20)', '… has half a hash'],
  [
    "update postern_key set hash = replace(hash, '$1$', '$2$')",
    '… was rehashed only by its record, or only by its entries',
  ],
])('finds the effect of: %s', async (statement, what) => {
  expect(await foundAfter(({ query }) => query(statement))).toContain(what);
});

it('finds an owner with more keys than the cap', async () => {
  const given = await keysInAllStates();
  const foundWith = async (max: number) =>
    (await inspect({ ...given, capped: { owners: ['one'], max } })).wrong;
  expect(await foundWith(4)).toEqual([]);
  expect(await foundWith(3)).toEqual(['one has 4 keys']);
});

it('finds a schema that lacks one of its indexes', async () => {
  const found = await foundAfter(({ query }) => query('drop index postern_key_by_owner'));
  expect(found[0]).toMatch(/^half a schema: /);
});
