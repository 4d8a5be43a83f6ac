import { describe, expect, it, vi } from 'vitest';
import { ada, grace, platform, service } from '../../test-support/service.js';
import type { ApiKey } from '../model/api-key.js';
import { keyState } from '../model/key-state.js';
import { buildAuditEntry, buildKey, buildStoredKey, memoryKeyRepository } from '../testing/index.js';

const admin = { kind: 'user', id: 'root' } as const;
const scopes = ['agents:read'] as const;

type Made = ReturnType<typeof service>;

/** The names of all keys that a person's leaving affects, page by page. */
async function affectedBy({ keys }: Pick<Made, 'keys'>, person = 'ada', limit = 50) {
  const pages: string[][] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof keys.affectedBy>> = await keys.affectedBy(person, {
      actor: admin,
      limit,
      cursor,
    });
    pages.push(page.keys.map(({ name }) => name));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return { pages, names: pages.flat() };
}

/** A service in which each new key is a second younger than the one before. */
function aging(given: Parameters<typeof service>[0] = {}) {
  const made = service(given);
  const issue: Made['issue'] = (request) => {
    made.clock.advance(1_000);
    return made.issue({ scopes, ...request });
  };
  return { ...made, issue };
}

/** Ada has two keys, and created two of a team and one of grace, who created one of each as well. */
async function withTwoPeople() {
  const made = aging();
  await made.issue({ name: 'team 1', owner: platform });
  await made.issue({ name: 'own 1' });
  await made.issue({ name: "grace's", owner: grace, actor: grace });
  await made.issue({ name: "grace's, by ada", owner: grace });
  await made.issue({ name: 'own 2' });
  await made.issue({ name: 'team, by grace', owner: platform, actor: grace });
  await made.issue({ name: 'team 2', owner: platform });
  return made;
}

describe('affectedBy', () => {
  const adas = ['own 2', 'own 1', 'team 2', "grace's, by ada", 'team 1'];

  it('lists the keys of a person, then those that they created for other owners, newest first', async () => {
    expect((await affectedBy(await withTwoPeople())).names).toEqual(adas);
    expect((await affectedBy(await withTwoPeople(), 'grace')).names).toEqual([
      "grace's, by ada",
      "grace's",
      'team, by grace',
    ]);
  });

  it.each([1, 2, 3, 4, 5])('lists each key once in pages of %i', async (limit) => {
    const { names, pages } = await affectedBy(await withTwoPeople(), 'ada', limit);
    expect(names).toEqual(adas);
    expect(pages.length).toBeLessThanOrEqual(Math.ceil(adas.length / limit) + 1);
    for (const page of pages) expect(page.length).toBeLessThanOrEqual(limit);
  });

  it('lists no keys of someone who has and created none', async () => {
    expect(await affectedBy(await withTwoPeople(), 'linus')).toEqual({ pages: [[]], names: [] });
  });

  it('lists keys that work or are disabled, and no others', async () => {
    const made = aging();
    const { keys, issue, clock } = made;
    for (const owner of [ada, platform]) {
      await issue({ name: 'live', owner });
      await issue({ name: 'expired', owner, expiresAt: new Date(clock.now().getTime() + 1_001) });
      const { key: revoked } = await issue({ name: 'revoked', owner });
      await keys.revoke(revoked.id, { actor: ada });
      const { key: disabled } = await issue({ name: 'disabled', owner });
      await keys.disable(disabled.id, { actor: admin, reason: 'unsure' });
      const { key: rotated } = await issue({ name: 'rotated', owner });
      await keys.rotate(rotated.id, { actor: ada, graceMs: 60_000 });
    }
    const affected = ['rotated', 'rotated', 'disabled', 'live'];
    expect((await affectedBy(made)).names).toEqual([...affected, ...affected]);
    clock.advance(60_000);
    const later = ['rotated', 'disabled', 'live'];
    expect((await affectedBy(made)).names).toEqual([...later, ...later]);
  });

  it('lists what the person claimed or rotated, and not what someone else did with their keys', async () => {
    const made = aging();
    const { keys, issue, clock } = made;
    const offer = await keys.offer({ owner: platform, actor: grace, name: 'claimed', scopes });
    await keys.claim(offer.id, { actor: ada });
    const { key: ofGrace } = await issue({ name: 'rotated by ada', owner: platform, actor: grace });
    await keys.rotate(ofGrace.id, { actor: ada, graceMs: 1 });
    const { key: ofAda } = await issue({ name: 'rotated by grace', owner: platform });
    await keys.rotate(ofAda.id, { actor: grace, graceMs: 1 });
    // Until its grace ends, a token that ada has seen still works.
    expect((await affectedBy(made)).names).toEqual(['rotated by grace', 'rotated by ada', 'claimed']);
    clock.advance(1);
    expect((await affectedBy(made)).names).toEqual(['rotated by ada', 'claimed']);
  });

  it('is not disturbed by what is issued and revoked between two pages', async () => {
    const { keys, issue } = await withTwoPeople();
    const first = await keys.affectedBy('ada', { actor: admin, limit: 1 });
    await issue({ name: 'new' });
    for (const { id } of first.keys) await keys.revoke(id, { actor: ada });
    const second = await keys.affectedBy('ada', { actor: admin, limit: 2, cursor: first.nextCursor });
    await issue({ name: 'new, of the team', owner: platform });
    for (const { id } of second.keys) await keys.revoke(id, { actor: ada });
    const rest = await keys.affectedBy('ada', { actor: admin, cursor: second.nextCursor });
    const names = [second, rest].map((page) => page.keys.map(({ name }) => name));
    expect(names).toEqual([adas.slice(1, 3), adas.slice(3)]);
  });

  it('shows uses that are not written yet', async () => {
    const { keys, issue, clock } = aging();
    const { token } = await issue({ owner: platform });
    await keys.verify(token);
    const { keys: page } = await keys.affectedBy('ada', { actor: admin });
    expect(page.map(({ lastUsedAt }) => lastUsedAt)).toEqual([clock.now()]);
  });

  it('finds the few keys that work among thousands that do not, in a bounded number of reads', async () => {
    const repository = memoryKeyRepository();
    const list = vi.spyOn(repository, 'list');
    const listAll = vi.spyOn(repository, 'listAll');
    const insert = (key: ApiKey) => repository.insert(buildStoredKey({ key }), buildAuditEntry(key));
    const start = Date.parse('2025-01-01T00:00:00Z');
    for (let at = 0; at < 2_400; at += 1) {
      const revokedAt = at % 400 === 7 ? null : new Date(start);
      const owner = at < 1_200 ? ada : platform;
      await insert(buildKey({ owner, createdBy: ada, createdAt: new Date(start + at), revokedAt }));
    }
    const made = service({ repository });
    const { keys: page, nextCursor } = await made.keys.affectedBy('ada', { actor: admin });
    expect(page.map((key) => keyState(key, made.clock.now()))).toEqual(Array(6).fill('live'));
    expect(nextCursor).toBeNull();
    expect(list).toHaveBeenCalledTimes(3);
    expect(listAll).toHaveBeenCalledTimes(5);
    expect((await affectedBy(made, 'ada', 1)).names).toHaveLength(6);
  });
});

describe('affectedBy refuses', () => {
  it.each(['', 'a'.repeat(256), 'a\nb', undefined, null, { kind: 'user', id: 'ada' }])(
    'a person that is %j',
    async (person) => {
      const { keys } = service();
      await expect(keys.affectedBy(person as string, { actor: admin })).rejects.toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
        message: 'person must be a string of 1 to 255 characters, without control characters',
      });
    },
  );

  it.each<[string, object]>([
    ['no actor', { actor: undefined }],
    ['an owner', { owner: ada }],
    ['a limit of 0', { limit: 0 }],
    ['a limit of 101', { limit: 101 }],
  ])('%s', async (_what, given) => {
    const { keys } = service();
    const refused = keys.affectedBy('ada', { actor: admin, ...given });
    await expect(refused).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
  });
});

describe('a cursor is good for one list only', () => {
  it('and refused by every other one', async () => {
    const { keys, clock, issue } = await withTwoPeople();
    const actor = admin;
    const inADay = new Date(clock.now().getTime() + 86_400_000);
    await issue({ expiresAt: inADay });
    await issue({ expiresAt: inADay });
    await issue({ name: 'team 3', owner: platform });
    const expiresBefore = new Date(inADay.getTime() + 1);
    const limit = 1;
    const lists: Record<string, (cursor?: string | null) => ReturnType<typeof keys.listAll>> = {
      newest: (cursor) => keys.listAll({ actor, limit, cursor }),
      soonest: (cursor) => keys.listAll({ actor, limit, cursor, expiresBefore }),
      affected: (cursor) => keys.affectedBy('ada', { actor, limit, cursor }),
    };
    for (const [name, list] of Object.entries(lists)) {
      const { nextCursor } = await list();
      expect(nextCursor).not.toBeNull();
      for (const [other, listOther] of Object.entries(lists)) {
        const going = listOther(nextCursor);
        if (other === name) await expect(going).resolves.toBeDefined();
        else await expect(going).rejects.toMatchObject({ code: 'ERR_INVALID_CURSOR' });
      }
    }
    const soonest = await lists.soonest?.();
    const expiring = await keys.expiring({ actor, withinMs: 86_400_000, cursor: soonest?.nextCursor });
    expect(expiring.keys).toHaveLength(1);
  });
});
