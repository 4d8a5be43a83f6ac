import { randomUUID } from 'node:crypto';
import type { ApiKey, ApiKeys } from '@postern/core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  type MakeDatabase,
  postgresDatabases,
  type SharedDatabase,
  sqliteDatabase,
} from '../../test-support/database.js';
import { type KeysElsewhere, keysOfPreviousRelease } from '../../test-support/keys-elsewhere.js';
import { keysThatAllowAll } from '../../test-support/keys-that-allow-all.js';

const engines: readonly (readonly [string, MakeDatabase])[] = [
  ['SQLite', sqliteDatabase],
  ['PostgreSQL', () => postgresDatabases(inject('postgresUrl'))()],
];

const actor = { kind: 'user', id: 'ada' } as const;
const name = 'CI Pipeline';
const accepted = expect.objectContaining({ ok: true });
const refused = (reason: string) => expect.objectContaining({ ok: false, reason });

const day = 24 * 60 * 60 * 1_000;
const inDays = (days: number) => new Date(Date.now() + days * day);

/** A record as the previous release shows it. */
function withoutPrefix({ prefix: _, ...key }: ApiKey): Omit<ApiKey, 'prefix'> {
  return key;
}

describe.each(engines)('on one %s that this release has migrated', (_engine, make) => {
  let database: SharedDatabase;
  let previous: KeysElsewhere;
  let current: ApiKeys;
  /** Keys of this release, with what the release before it does not know. */
  let limited: ApiKeys;
  let close: () => Promise<void>;
  beforeAll(async () => {
    database = await make();
    const storage = database.open();
    close = storage.close;
    await storage.migrate();
    current = keysThatAllowAll({ repository: storage.repository });
    limited = keysThatAllowAll({
      repository: storage.repository,
      leaks: { user: { response: 'disable' } },
      lifetimes: { user: { maxMs: 90 * day } },
      caps: { user: 1 },
    });
    previous = await keysOfPreviousRelease(database.description);
  });
  afterAll(async () => {
    previous?.end();
    await close();
    await database.remove();
  });

  const newOwner = () => ({ kind: 'user', id: `ada ${randomUUID()}` });

  it('an entry of this release records an expiry, which the previous release leaves out and does not write', async () => {
    const expiresAt = inDays(30);
    const byThis = await current.issue({ owner: newOwner(), actor, name, expiresAt });
    const byPrevious = await previous.issue({ owner: newOwner(), actor, name, expiresAt });
    const issuedEntry = async (keys: Pick<ApiKeys, 'history'>, keyId: string) => {
      const { entries } = await keys.history({ keyId, actor });
      return entries.find(({ action }) => action === 'issued');
    };
    expect(await issuedEntry(current, byThis.key.id)).toMatchObject({ expiresAt });
    expect(await issuedEntry(previous, byThis.key.id)).not.toHaveProperty('expiresAt');
    expect(await issuedEntry(current, byPrevious.key.id)).toMatchObject({ expiresAt: null });
  });

  it('the previous release keeps the expiry of a key that it rotates, and this release renews it', async () => {
    const { key } = await current.issue({ owner: newOwner(), actor, name, expiresAt: inDays(30) });
    const { key: kept } = await previous.rotate(key.id, { actor });
    expect(kept.expiresAt).toEqual(key.expiresAt);
    const { key: renewed } = await current.rotate(kept.id, { actor });
    const livesMs = ({ createdAt, expiresAt }: ApiKey) => Number(expiresAt) - createdAt.getTime();
    expect(livesMs(renewed)).toBe(livesMs(kept));
  });

  it('the previous release enforces neither lifetimes nor caps, and what it issues counts in this release', async () => {
    const owner = newOwner();
    const offer = await previous.offer({ owner, actor, name });
    for (const expiresAt of [null, inDays(365)]) await previous.issue({ owner, actor, name, expiresAt });
    const beyond = expect.objectContaining({ code: 'ERR_TOO_MANY_KEYS', limit: 1 });
    await expect(limited.issue({ owner, actor, name })).rejects.toEqual(beyond);
    await expect(limited.claim(offer.id, { actor })).rejects.toMatchObject({ code: 'ERR_INVALID_EXPIRY' });
    expect(await previous.claim(offer.id, { actor })).toMatchObject({ key: { expiresAt: null } });
  });

  it('the previous release leaves a predecessor in its grace, and this release ends it', async () => {
    const { key, token } = await current.issue({ owner: newOwner(), actor, name });
    const grace = { actor, graceMs: 3_600_000 };
    const second = await previous.rotate(key.id, grace);
    const third = await previous.rotate(second.key.id, grace);
    expect(await current.verify(token)).toEqual(accepted);
    const fourth = await current.rotate(third.key.id, grace);
    expect(fourth.alsoRevoked).toEqual([second.key.id]);
    expect(await previous.verify(second.token)).toEqual(refused('revoked'));
    // Its successor is not the key that was rotated.
    expect(await previous.verify(token)).toEqual(accepted);
  });

  it('a record of the previous release has the kind as its prefix, and that release does not show one', async () => {
    const byPrevious = await previous.issue({ owner: newOwner(), actor, name });
    const byThis = await current.issue({ owner: newOwner(), actor, name });
    expect(byPrevious.key).not.toHaveProperty('prefix');
    expect(await current.get(byPrevious.key.id, { actor })).toEqual({ ...byPrevious.key, prefix: 'user' });
    expect(await current.get(byThis.key.id, { actor })).toEqual(byThis.key);
    const { keys } = await previous.list({ owner: byThis.key.owner, actor });
    expect(keys).toEqual([withoutPrefix(byThis.key)]);
  });

  it('the previous release refuses tokens whose prefix is not their kind, and what it issues or rotates still works', async () => {
    const storage = database.open();
    const retired = { user: ['acme_user'] };
    const accepting = keysThatAllowAll({ repository: storage.repository, retiredPrefixes: retired });
    const signing = keysThatAllowAll({
      repository: storage.repository,
      prefixes: { user: 'acme_user' },
      retiredPrefixes: { user: ['user'] },
    });
    const owner = newOwner();
    const byPrevious = await previous.issue({ owner, actor, name });
    const byAccepting = await accepting.issue({ owner, actor, name });
    const bySigning = await signing.issue({ owner, actor, name });
    for (const { token } of [byPrevious, byAccepting])
      for (const keys of [previous, accepting, signing]) expect(await keys.verify(token)).toEqual(accepted);
    expect(await accepting.verify(bySigning.token)).toEqual(accepted);
    expect(await previous.verify(bySigning.token)).toEqual(refused('malformed'));

    const rotated = await previous.rotate(bySigning.key.id, { actor });
    expect(rotated.token).toMatch(/^user\./);
    expect(await signing.verify(rotated.token)).toEqual(accepted);
    expect(await signing.get(bySigning.key.id, { actor })).toMatchObject({ prefix: 'acme_user' });
    expect(await signing.get(rotated.key.id, { actor })).toMatchObject({ prefix: 'user' });
    expect(await previous.revoke(rotated.key.id, { actor })).toEqual({ changed: true });
    expect(await signing.verify(rotated.token)).toEqual(refused('revoked'));
    await storage.close();
  });

  it('the previous release refuses a key whose leak this release has recorded, and does not know that action', async () => {
    const { key, token } = await current.issue({ owner: newOwner(), actor, name });
    expect(await previous.verify(token)).toEqual(accepted);
    expect(await current.reportLeak(token, { source: 'a scanner' })).toMatchObject({
      ok: true,
      changed: true,
    });
    expect(await previous.verify(token)).toEqual(refused('revoked'));
    const { entries } = await previous.history({ keyId: key.id, actor });
    expect(entries.map(({ action }) => action)).toEqual(['revoked', 'unknown', 'issued']);
  });

  it('the previous release lets someone enable a key that this release disabled, also for a leak', async () => {
    const { key, token } = await current.issue({ owner: newOwner(), actor, name });
    await previous.disable(key.id, { actor, reason: 'seen in a log' });
    expect(await limited.reportLeak(token, { source: 'a scanner' })).toMatchObject({ changed: true });
    expect(await previous.enable(key.id, { actor })).toEqual({ changed: true });
    expect(await limited.reportLeak(token, { source: 'a scanner' })).toMatchObject({ changed: true });
    const { entries } = await current.history({ keyId: key.id, actor });
    const leaks = entries.filter(({ action }) => action === 'leak_reported');
    expect(leaks.length).toBe(1);
    expect(await previous.verify(token)).toEqual(refused('disabled'));
  });

  it('the previous release leaves the tables as they are', async () => {
    const tables = () => database.query('select number, name from postern_migration order by number');
    const before = await tables();
    await previous.migrate();
    expect(await tables()).toEqual(before);
  });

  describe.each([
    ['this release', 'the previous release', () => [current, previous] as const],
    ['the previous release', 'this release', () => [previous, current] as const],
  ])('%s next to %s', (_one, _other, both) => {
    type Keys = Pick<ApiKeys, keyof KeysElsewhere & keyof ApiKeys>;
    const [one, other] = [() => both()[0] as Keys, () => both()[1] as Keys];
    const issue = (owner = newOwner()) => one().issue({ owner, actor, name });
    const verifyInBoth = (token: string) => Promise.all([one().verify(token), other().verify(token)]);

    it('a key that one issued is accepted by both, until the other revokes it', async () => {
      const { key, token } = await issue();
      expect(await verifyInBoth(token)).toEqual([accepted, accepted]);
      expect(await other().revoke(key.id, { actor })).toEqual({ changed: true });
      expect(await verifyInBoth(token)).toEqual([refused('revoked'), refused('revoked')]);
    });

    it('a key that one disabled is refused by both, until the other enables it', async () => {
      const { key, token } = await issue();
      await one().disable(key.id, { actor, reason: 'seen in a public log' });
      expect(await verifyInBoth(token)).toEqual([refused('disabled'), refused('disabled')]);
      await other().enable(key.id, { actor });
      expect(await verifyInBoth(token)).toEqual([accepted, accepted]);
    });

    it('a key that one rotated works in both until its grace ends, and its successor can be rotated by the other', async () => {
      const { key, token } = await issue();
      const first = await one().rotate(key.id, { actor, graceMs: 3_600_000 });
      expect(await verifyInBoth(token)).toEqual([accepted, accepted]);
      expect(await verifyInBoth(first.token)).toEqual([accepted, accepted]);
      const second = await other().rotate(first.key.id, { actor, graceMs: 0 });
      expect(await verifyInBoth(first.token)).toEqual([refused('revoked'), refused('revoked')]);
      expect(await verifyInBoth(second.token)).toEqual([accepted, accepted]);
    });

    it('an offer of one is claimed from the other', async () => {
      const offer = await one().offer({ owner: newOwner(), actor, name });
      const { token } = await other().claim(offer.id, { actor });
      expect(await verifyInBoth(token)).toEqual([accepted, accepted]);
      const rotation = await one().offerRotation(offer.id, { actor, graceMs: 0 });
      const { token: next } = await other().claim(rotation.id, { actor });
      expect(await verifyInBoth(next)).toEqual([accepted, accepted]);
      expect(await verifyInBoth(token)).toEqual([refused('revoked'), refused('revoked')]);
    });

    it('a request that one has made is repeated to the other, which replaces its key', async () => {
      const request = { owner: newOwner(), actor, name, idempotencyKey: 'a pipeline' };
      const lost = await one().issue(request);
      const kept = await other().issue(request);
      expect(await verifyInBoth(lost.token)).toEqual([refused('revoked'), refused('revoked')]);
      expect(await verifyInBoth(kept.token)).toEqual([accepted, accepted]);
    });

    it('each lists the keys of both', async () => {
      const owner = newOwner();
      const issued = [await issue(owner), await other().issue({ owner, actor, name })];
      for (const keys of both()) {
        const listed = await keys.list({ owner, actor });
        const asListed = issued.map(({ key }) =>
          keys === current ? { ...key, prefix: 'user' } : withoutPrefix(key),
        );
        expect(new Set(listed.keys)).toEqual(new Set(asListed));
      }
    });

    it('each revokes and purges the keys of both', async () => {
      const owner = newOwner();
      const issued = [await issue(owner), await other().issue({ owner, actor, name })];
      expect(await other().revokeAll({ owner, actor, reason: 'left' })).toEqual({ revoked: 2 });
      for (const { token } of issued)
        expect(await verifyInBoth(token)).toEqual([refused('revoked'), refused('revoked')]);
      await one().purge({ actor, revokedBefore: new Date(Date.now() + 1_000) });
      expect((await other().list({ owner, actor })).keys).toEqual([]);
    });

    it('each reads the history that the other wrote', async () => {
      const { key } = await issue();
      await other().rename(key.id, { actor, name: 'Nightly build' });
      await one().disable(key.id, { actor, reason: 'seen in a public log' });
      await other().revoke(key.id, { actor });
      const expected = ['revoked', 'disabled', 'renamed', 'issued'];
      for (const keys of both()) {
        const { entries } = await keys.history({ keyId: key.id, actor });
        expect(entries.map(({ action }) => action)).toEqual(expected);
      }
    });

    it('each reads an action that it does not know as unknown, and everything else of its entry', async () => {
      const owner = newOwner();
      const { key } = await issue(owner);
      await one().rename(key.id, { actor, name: 'Nightly build' });
      const { entries } = await other().history({ keyId: key.id, actor });
      await database.query(
        `update postern_audit set action = 'painted' where key_id = '${key.id}' and action = 'renamed'`,
      );
      for (const of of [{ keyId: key.id }, { owner }]) {
        const found = await other().history({ ...of, actor, limit: 2 });
        expect(found.entries).toEqual([{ ...entries[0], action: 'unknown' }, entries[1]]);
      }
    });
  });
});
