import {
  type ApiKey,
  type AuditEntry,
  type FoundKey,
  type KeyId,
  type KeyRepository,
  keyState,
  type StoredKey,
} from '@postern/core';
import { memoryKeyRepository } from '@postern/core/testing';
import { describe, expect, it } from 'vitest';
import { keyRepositoryContract } from './key-repository-contract.js';

/** One way to break a sound repository. */
type Defect = (sound: KeyRepository) => Partial<KeyRepository>;

/** A turn of the event loop, in which others get between a read and a write. */
const turn = () => new Promise((resolve) => setImmediate(resolve));
const inSeconds = (at: Date) => new Date(Math.floor(at.getTime() / 1_000) * 1_000);
const byLanguage = (one: { id: string }, other: { id: string }) => other.id.localeCompare(one.id);
const withoutTies = <Query extends { after: { at: Date; id: string } | null }>(query: Query): Query =>
  query.after === null ? query : { ...query, after: { ...query.after, id: '' } };
const asTeam = <O extends { kind: string }>(owner: O): O => ({ ...owner, kind: 'team' });

const stored =
  (change: (found: StoredKey) => StoredKey): Defect =>
  (sound) => ({
    find: async (ids) =>
      new Map([...(await sound.find(ids))].map(([id, one]) => [id, 'key' in one ? change(one) : one])),
  });
const record = (change: (key: ApiKey) => Partial<ApiKey>): Defect =>
  stored((found) => ({ ...found, key: { ...found.key, ...change(found.key) } }));
const entries =
  (change: (found: readonly AuditEntry[]) => readonly AuditEntry[]): Defect =>
  (sound) => ({ history: async (query) => change(await sound.history(query)) });

/** Refuses an audit entry whose ID is taken, as a primary key does: before the change, or too late. */
const refusingTakenEntries =
  (refused: { before?: boolean; message?: (of: unknown) => string; stuck?: boolean }): Defect =>
  (sound) => {
    const taken = new Set<string>();
    let failed = false;
    const guarded = async (what: unknown, entry: AuditEntry, write: () => Promise<boolean>) => {
      const isTaken = taken.has(entry.id);
      if (refused.stuck && failed) return false;
      failed ||= isTaken;
      if (isTaken && refused.before) throw new Error(refused.message?.(what) ?? 'taken');
      const changed = await write();
      if (isTaken) throw new Error('taken');
      taken.add(entry.id);
      return changed;
    };
    return {
      insert: (of, entry) => guarded(of, entry, () => sound.insert(of, entry)),
      revoke: (of, entry) => guarded(of, entry, () => sound.revoke(of, entry)),
    };
  };

/** Keeps what uses make of records beside them, and never looks at the records again. */
const usesBeside =
  (latest: (use: { at: Date }) => Promise<Date>): Defect =>
  (sound) => {
    const beside = new Map<string, FoundKey>();
    const read = (id: KeyId) => beside.get(id) ?? (sound.find([id]) as ReadonlyMap<KeyId, FoundKey>).get(id);
    return {
      find: (ids) => new Map(ids.map((id) => [id, read(id) ?? { unreadable: true }])),
      async recordUses(uses) {
        for (const use of uses) {
          const found = read(use.keyId);
          const lastUsedAt = await latest(use);
          if (found !== undefined && 'key' in found)
            beside.set(use.keyId, { ...found, key: { ...found.key, lastUsedAt } });
        }
      },
    };
  };

/** Under the name of each clause, the defect that it is there to catch. */
const defects: Readonly<Record<string, Defect>> = {
  'find leaves a key ID without a record out of the map': (sound) => ({
    find: async (ids) => {
      const found = await sound.find(ids);
      return new Map(ids.map((id) => [id, found.get(id) ?? { unreadable: true }]));
    },
  }),
  'find gives back every field of a record, and its hash': stored((found) => ({
    ...found,
    hash: found.hash.slice(0, 255) as StoredKey['hash'],
  })),
  'find gives null for every field that has nothing': record(({ reason }) => ({ reason: reason ?? '' })),
  'find tells scopes of null from an empty list': record(({ scopes }) => ({
    scopes: scopes?.length === 0 ? null : scopes,
  })),
  'find answers for 256 key IDs at once': (sound) => ({ find: (ids) => sound.find(ids.slice(0, 255)) }),
  'find tells upper case from lower case': (sound) => ({
    find: async (ids) => {
      const found = [...(await sound.find(ids))];
      const like = (id: string) => found.filter(([other]) => other.toLowerCase() === id.toLowerCase());
      return new Map(ids.flatMap((id) => like(id).map(([, one]) => [id, one] as const)));
    },
  }),
  'S01 find sees a revocation as soon as revoke has resolved': (sound) => {
    const cache = new Map<string, ReturnType<KeyRepository['find']>>();
    return {
      find: (ids) => {
        const cached = cache.get(ids.join()) ?? sound.find(ids);
        cache.set(ids.join(), cached);
        return cached;
      },
    };
  },

  'insert writes the record and its audit entry': entries(() => []),
  'S09 insert answers false for a taken key ID, and writes nothing': (sound) => ({
    insert: async (of, entry) => (await sound.insert(of, entry)) || true,
  }),
  'S09 the key ID of a revoked record stays taken': (sound) => ({
    async insert(of, entry) {
      const found = (await sound.find([of.key.id])).get(of.key.id);
      const free = found !== undefined && 'key' in found && found.key.revokedAt !== null;
      return free || sound.insert(of, entry);
    },
  }),
  'S09 of several inserts of one key ID at once exactly one is taken': (sound) => ({
    async insert(of, entry) {
      const taken = (await sound.find([of.key.id])).has(of.key.id);
      await turn();
      await sound.insert(of, entry);
      return !taken;
    },
  }),

  'revoke writes the instant, the reason and the audit entry, and nothing else': (sound) => ({
    revoke: (of, entry) => sound.revoke({ ...of, at: inSeconds(of.at) }, entry),
  }),
  'revoke without a reason leaves none': (sound) => ({
    revoke: (of, entry) => sound.revoke({ ...of, reason: of.reason ?? 'suspicious' }, entry),
  }),
  'revoke changes a record from each state that the table of states lets it': (sound) => ({
    async revoke(of, entry) {
      const found = (await sound.find([of.keyId])).get(of.keyId);
      const live = found !== undefined && 'key' in found && keyState(found.key, of.at) === 'live';
      return live && sound.revoke(of, entry);
    },
  }),
  'S04 a second revocation answers false, and writes nothing': (sound) => ({
    revoke: async (of, entry) => (await sound.revoke(of, entry)) || true,
  }),
  'S04 of several revocations at once exactly one wins, with its audit entry': (sound) => ({
    async revoke(of, entry) {
      const found = (await sound.find([of.keyId])).get(of.keyId);
      await turn();
      await sound.revoke(of, entry);
      return found !== undefined && 'key' in found && found.key.revokedAt === null;
    },
  }),
  'revoke answers false for a missing record, and writes nothing': (sound) => ({
    revoke: async (of, entry) =>
      (await sound.revoke(of, entry)) || !(await sound.find([of.keyId])).has(of.keyId),
  }),

  'an insert whose audit entry fails leaves no record': refusingTakenEntries({}),
  'a revocation whose audit entry fails leaves the record as it was': refusingTakenEntries({}),
  'after a change that failed the next one is written': refusingTakenEntries({ before: true, stuck: true }),
  'P07 the error of a change that failed quotes nothing of it': refusingTakenEntries({
    before: true,
    message: (of) => JSON.stringify(of),
  }),

  'list gives the records of one owner alone, as find gives them': (sound) => ({
    list: async (query) => [
      ...(await sound.list(query)),
      ...(await sound.list({ ...query, owner: asTeam(query.owner) })),
    ],
  }),
  'list gives the newest first, to the millisecond': (sound) => ({
    list: async (query) => {
      const ms = (key: ApiKey) => inSeconds(key.createdAt).getTime();
      return (await sound.list(query)).toSorted(
        (one, other) => ms(other) - ms(one) || byLanguage(one, other),
      );
    },
  }),
  'list puts records of one instant in descending order of key ID, by code unit': (sound) => ({
    list: async (query) => (await sound.list(query)).toSorted(byLanguage),
  }),
  'list gives as many records as it may, from the newest on': (sound) => ({
    list: (query) => sound.list({ ...query, limit: query.limit + 1 }),
  }),
  'list gives every record once, page by page': (sound) => ({
    list: (query) => sound.list(withoutTies(query)),
  }),
  'list goes on after a place where no record is': (sound) => ({
    async list({ after, ...query }) {
      const all = await sound.list({ ...query, after: null });
      return all.slice(all.findIndex(({ id }) => id === after?.id) + 1);
    },
  }),

  'list gives the records of each state, whatever else stands in them': (sound) => ({
    async list(query) {
      if (query.state !== 'disabled') return sound.list(query);
      return (await sound.list({ ...query, state: 'all' })).filter(({ disabledAt }) => disabledAt !== null);
    },
  }),
  'S06 list judges expiry at the given instant, to the millisecond': (sound) => ({
    list: (query) => sound.list({ ...query, now: new Date(query.now.getTime() - 1) }),
  }),
  'list fills a page with records of its state': (sound) => ({
    async list(query) {
      const page = await sound.list({ ...query, state: 'all' });
      return page.filter((key) => query.state === 'all' || keyState(key, query.now) === query.state);
    },
  }),

  'history gives the entries of one key alone, with every field': entries((found) =>
    found.map((entry) => ({ ...entry, actor: { ...entry.actor, kind: 'user' } })),
  ),
  'history of an owner gives the entries of all its keys, and of no other owner': (sound) => ({
    history: async (query) => [
      ...(await sound.history(query)),
      ...('owner' in query.of
        ? await sound.history({ ...query, of: { owner: asTeam(query.of.owner) } })
        : []),
    ],
  }),
  'history gives the newest first, and of one instant in descending order of ID': entries((found) =>
    found.toSorted((one, other) => other.at.getTime() - one.at.getTime() || byLanguage(one, other)),
  ),
  'history gives every entry once, page by page': (sound) => ({
    history: (query) => sound.history(withoutTies(query)),
  }),
  'history of one key goes on after a place too': (sound) => ({
    history: (query) => sound.history('keyId' in query.of ? { ...query, after: null } : query),
  }),

  'recordUses writes the instant of a use, and nothing else': (sound) => ({
    recordUses: (uses) => sound.recordUses(uses.map(({ keyId, at }) => ({ keyId, at: inSeconds(at) }))),
  }),
  'recordUses goes forward only': usesBeside(async ({ at }) => at),
  'recordUses keeps the latest of several uses of one key, in any order': (sound) => ({
    recordUses: (uses) => sound.recordUses([...new Map(uses.map((use) => [use.keyId, use])).values()]),
  }),
  'recordUses writes uses of disabled and expired records, which were made before': (sound) => ({
    async recordUses(uses) {
      const found = await sound.find(uses.map(({ keyId }) => keyId));
      const isLive = (one: unknown) => keyState((one as StoredKey).key, new Date('2027-01-01')) === 'live';
      await sound.recordUses(uses.filter(({ keyId }) => isLive(found.get(keyId))));
    },
  }),
  'S03 recordUses leaves a revoked record alone': usesBeside(async ({ at }) => at),
  'S03 a use that is written during a revocation takes nothing of it back': usesBeside(async ({ at }) => {
    await turn();
    return at;
  }),
  'S03 recordUses passes over a missing record, and makes none': (sound) => ({
    async recordUses(uses) {
      const found = await sound.find(uses.map(({ keyId }) => keyId));
      if (uses.every(({ keyId }) => found.has(keyId))) await sound.recordUses(uses);
    },
  }),
  'recordUses takes no uses, and many': (sound) => ({
    recordUses: (uses) => sound.recordUses(uses.slice(0, 1_000)),
  }),

  'T09 names, owners, actors, scopes and reasons come back exactly': record(({ name }) => ({
    name: name.trim(),
  })),
  'T09 texts in audit entries come back exactly': entries((found) =>
    found.map((entry) => ({ ...entry, reason: entry.reason?.normalize('NFC') ?? null })),
  ),
  'T09 scopes keep their order, and names such as __proto__': record(({ scopes }) => ({
    scopes: scopes?.toSorted() ?? null,
  })),
  'owners that look alike are different owners': (sound) => ({
    list: (query) => sound.list({ ...query, owner: { ...query.owner, id: query.owner.id.normalize('NFC') } }),
  }),
};

describe('the contract catches a repository with a defect', () => {
  it.each(keyRepositoryContract)('$name', async ({ name, run }) => {
    const broken = async () => {
      const sound = memoryKeyRepository();
      return { repository: { ...sound, ...defects[name]?.(sound) }, dispose: async () => undefined };
    };
    await expect(run(broken)).rejects.toMatchObject({ name: 'AssertionError' });
  });
});

it('fulfils the contract by refusing a taken audit entry ID, too', async () => {
  for (const { run } of keyRepositoryContract) {
    const sound = memoryKeyRepository();
    const strict = { ...sound, ...refusingTakenEntries({ before: true })(sound) };
    await run(async () => ({ repository: strict, dispose: async () => undefined }));
  }
});
