import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { PosternError, TooManyKeysError } from '../errors.js';
import type { ApiKey } from '../model/api-key.js';
import type { KeyRepository } from '../ports/key-repository.js';
import {
  buildAuditEntry,
  buildKey,
  buildOffer,
  buildStoredKey,
  memoryKeyRepository,
} from '../testing/index.js';
import { guardedRepository } from './guarded-repository.js';

const stored = buildStoredKey();
const keyId = stored.key.id;
const owner = { kind: 'user', id: 'ada' } as const;
const at = new Date();
const entry = buildAuditEntry(stored.key);
const entryOf = () => entry;
const successor = buildStoredKey();
const offer = buildOffer();
const query = { after: null, limit: 1 };
const row = "Key (id)=(4fGh) already exists: insert into keys values ('$argon2id$v=19$…')";

type Guarded = Exclude<keyof KeyRepository, 'find'>;
const calls: Record<Guarded, (repository: KeyRepository) => Promise<unknown>> = {
  get: (repository) => repository.get(keyId),
  insert: (repository) => repository.insert(stored, entry, undefined),
  insertIdempotent: (repository) =>
    repository.insertIdempotent({ stored, requestId: 'r', reason: 'a' }, entry, entryOf),
  revoke: (repository) => repository.revoke({ keyId, at, reason: null }, entry),
  revokeAll: (repository) =>
    repository.revokeAll({ owner, at, reason: null, createdBefore: null, limit: 1 }, entryOf),
  disable: (repository) => repository.disable({ keyId, at, by: owner, reason: null, over: null }, entry),
  reportLeak: (repository) =>
    repository.reportLeak(
      { keyId, at, response: 'notify', by: owner, reason: 'r', knownSince: at },
      { reported: entry, changed: null },
    ),
  enable: (repository) => repository.enable({ keyId, disabledAt: at, disabledBy: owner }, entry),
  rename: (repository) => repository.rename({ keyId, name: 'other' }, entry),
  rotate: (repository) =>
    repository.rotate({ keyId, at, graceEndsAt: null, successor, predecessorReason: 'r' }, [entry], entryOf),
  rehash: (repository) => repository.rehash({ keyId, from: stored.hash, to: stored.hash }, entry),
  purge: (repository) => repository.purge({ revokedBefore: at, limit: 1 }, entryOf),
  list: (repository) => repository.list({ ...query, owner, state: 'all', now: at }),
  listAll: (repository) => repository.listAll({ ...query, state: 'all', now: at }),
  history: (repository) => repository.history({ ...query, of: { keyId } }),
  recordUses: (repository) => repository.recordUses([]),
  insertOffer: (repository) => repository.insertOffer({ offer, forgetBefore: at }, entry),
  getOffer: (repository) => repository.getOffer(keyId),
  withdrawOffer: (repository) => repository.withdrawOffer({ offerId: keyId, at }, entry),
  claimOffer: (repository) =>
    repository.claimOffer({ offerId: keyId, at, change: { insert: stored } }, [entry], entryOf),
};
const methods = Object.keys(calls) as Guarded[];

/** A correct answer for each method. */
const answers: Record<Guarded, unknown> = {
  ...(Object.fromEntries(methods.map((method) => [method, true])) as Record<Guarded, unknown>),
  get: stored.key,
  insertIdempotent: 'inserted',
  revokeAll: [keyId],
  purge: 1,
  reportLeak: { recorded: true, changed: false },
  list: [stored.key],
  listAll: { keys: [stored.key], next: { at: stored.key.createdAt, id: keyId } },
  history: [entry],
  recordUses: undefined,
  getOffer: { ...offer, id: keyId },
};

/** Answers of the wrong type, as plain JavaScript or a database driver may return them. */
const wrongAnswers: readonly (readonly [
  Guarded,
  unknown,
  'ERR_REPOSITORY_UNAVAILABLE' | 'ERR_RECORD_UNREADABLE',
])[] = [
  ...methods
    .filter((method) => answers[method] === true)
    .flatMap((method) =>
      [undefined, null, 1, 'true', {}, [true]].map(
        (answer) => [method, answer, 'ERR_REPOSITORY_UNAVAILABLE'] as const,
      ),
    ),
  ...['taken!', undefined, true].map(
    (answer) => ['insertIdempotent', answer, 'ERR_REPOSITORY_UNAVAILABLE'] as const,
  ),
  ...[
    undefined,
    true,
    {},
    { recorded: true },
    { recorded: 1, changed: false },
    { recorded: true, changed: 'no' },
    // The response is to notify, which changes nothing.
    { recorded: true, changed: true },
  ].map((answer) => ['reportLeak', answer, 'ERR_REPOSITORY_UNAVAILABLE'] as const),
  ...[undefined, 'id', [1], new Array(1), [stored.key]].map(
    (answer) => ['revokeAll', answer, 'ERR_REPOSITORY_UNAVAILABLE'] as const,
  ),
  ...[undefined, -1, 1.5, '1', Number.NaN].map(
    (answer) => ['purge', answer, 'ERR_REPOSITORY_UNAVAILABLE'] as const,
  ),
  ...[null, {}, successor.key, ...wrongFields(stored.key)].flatMap((answer) => [
    ['get', answer, 'ERR_RECORD_UNREADABLE'] as const,
  ]),
  ...[
    undefined,
    {},
    new Array(1),
    [{ ...stored.key, owner: { kind: 'team', id: 'other' } }],
    ...wrongFields(stored.key).map((key) => [key]),
  ].map((answer) => ['list', answer, 'ERR_RECORD_UNREADABLE'] as const),
  ...[
    undefined,
    [stored.key],
    { keys: [stored.key] },
    { keys: new Array(1), next: null },
    { keys: [], next: { at: stored.key.createdAt } },
    { keys: [], next: { at: new Date(Number.NaN), id: keyId } },
    { keys: [], next: { at: 0, id: keyId } },
    ...wrongFields(stored.key).map((key) => ({ keys: [key], next: null })),
  ].map((answer) => ['listAll', answer, 'ERR_RECORD_UNREADABLE'] as const),
  ...[
    undefined,
    [{}],
    [buildAuditEntry(successor.key)],
    ...['at', 'actor', 'action', 'keyId', 'reason', 'expiresAt'].map((field) => [
      { ...entry, [field]: new Date(Number.NaN) },
    ]),
  ].map((answer) => ['history', answer, 'ERR_RECORD_UNREADABLE'] as const),
  ...[
    null,
    offer,
    ...['expiresAt', 'scopes', 'claimedAt', 'rotation', 'owner'].map((field) => ({
      ...offer,
      id: keyId,
      [field]: 'x',
    })),
  ].map((answer) => ['getOffer', answer, 'ERR_RECORD_UNREADABLE'] as const),
];

/**
 * The record with each field in turn of the wrong type. A field that may be `null` must still not be missing, except
 * for the prefix.
 */
function wrongFields(key: ApiKey): readonly unknown[] {
  return Object.keys(key).flatMap((field) => [
    ...(field === 'prefix' ? [] : [{ ...key, [field]: undefined }]),
    { ...key, [field]: new Date(Number.NaN) },
    { ...key, [field]: 42 },
  ]);
}

const failing = (fail: () => never | Promise<never>): KeyRepository => ({
  ...memoryKeyRepository(),
  ...Object.fromEntries(methods.map((method) => [method, fail])),
});

it.each([
  ['that is in another state', { state: 'revoked' }],
  ['that does not live for long', { livesBeyondMs: 1_000 }],
] as const)('F15 it is a fault if list returns a key %s, though the query excludes it', async (_, asked) => {
  const key = buildKey({ expiresAt: new Date(at.getTime() + 1_000), createdAt: at });
  const guarded = guardedRepository({ ...memoryKeyRepository(), list: async () => [key] });
  const all = { ...query, owner: key.owner, state: 'all', now: at } as const;
  expect(await guarded.list({ ...all, livesBeyondMs: 999 })).toEqual([key]);
  await expect(guarded.list({ ...all, ...asked })).rejects.toMatchObject({ code: 'ERR_RECORD_UNREADABLE' });
});

it.each([undefined, null])(
  'a record whose prefix was stored as %o has the kind as its prefix',
  async (prefix) => {
    const key = buildKey({ owner: { kind: 'team', id: 'platform' } });
    const { prefix: _, ...without } = key;
    const stored = (prefix === null ? { ...key, prefix } : without) as unknown as ApiKey;
    const other = { ...key, id: successor.key.id, prefix: 'acme_team' };
    const guarded = guardedRepository({
      ...memoryKeyRepository(),
      get: async () => stored,
      list: async () => [other, stored],
    });
    const all = { ...query, owner: key.owner, state: 'all', now: at } as const;
    expect(await guarded.get(key.id)).toEqual({ ...key, prefix: 'team' });
    expect(await guarded.list(all)).toEqual([other, { ...key, prefix: 'team' }]);
  },
);

it.each(wrongAnswers)('F15 it is a fault if %s returns %o', async (method, answer, code) => {
  const inner = { ...memoryKeyRepository(), [method]: async () => answer };
  await expect(calls[method](guardedRepository(inner))).rejects.toMatchObject({ code });
});

describe.each(methods)('F10 guarded %s', (method) => {
  const failure = (fail: () => never | Promise<never>) =>
    calls[method](guardedRepository(failing(fail))).catch((error: unknown) => error);

  it('F10 turns a throw or a rejection into a fault with a code', async () => {
    const throwing = await failure(() => {
      throw new Error(row);
    });
    const rejecting = await failure(() => Promise.reject(new Error(row)));
    for (const error of [throwing, rejecting]) {
      expect(error).toMatchObject({ code: 'ERR_REPOSITORY_UNAVAILABLE' });
    }
  });

  it("P07 keeps the class and code of a driver's error, and nothing of its message", async () => {
    const driver = Object.assign(new TypeError(row), { code: 'SQLITE_CONSTRAINT', detail: row });
    const error = await failure(() => Promise.reject(driver));
    expect((error as Error).cause).toMatchObject({ message: 'TypeError SQLITE_CONSTRAINT' });
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain('argon2id');
  });

  it('passes on its arguments and the answer', async () => {
    const given: unknown[] = [];
    const answer = answers[method];
    const remember = async (...all: readonly unknown[]) => {
      given.push(all);
      return answer;
    };
    const inner = Object.fromEntries(methods.map((name) => [name, remember])) as unknown as KeyRepository;
    expect(await calls[method](guardedRepository(inner))).toBe(answer);
    await calls[method](inner);
    expect(given).toHaveLength(2);
    // `entryOf` is wrapped, so another function arrives, which returns the same entry.
    const shown = (all: unknown) =>
      (all as readonly unknown[]).map((one) => (typeof one === 'function' ? one(stored.key) : one));
    expect(shown(given[0])).toEqual(shown(given[1]));
  });

  it('passes on our own faults as they are', async () => {
    const missing = new PosternError('ERR_SCHEMA_MISSING', 'migrate first');
    expect(await failure(() => Promise.reject(missing))).toBe(missing);
  });
});

const cap = { owner, max: 25, now: at };
const capped: readonly [Guarded, (repository: KeyRepository) => Promise<unknown>][] = [
  ['insert', (repository) => repository.insert(stored, entry, cap)],
  [
    'insertIdempotent',
    (repository) => repository.insertIdempotent({ stored, requestId: 'r', reason: 'a', cap }, entry, entryOf),
  ],
  ['enable', (repository) => repository.enable({ keyId, disabledAt: at, disabledBy: owner, cap }, entry)],
  [
    'claimOffer',
    (repository) =>
      repository.claimOffer({ offerId: keyId, at, change: { insert: stored }, cap }, [entry], entryOf),
  ],
];
const refusing = failing(() => Promise.reject(Object.assign(new TooManyKeysError(7), { message: row })));

it.each(capped)(
  'a guarded %s with a cap passes on that it refused, and nothing that it said',
  async (_, call) => {
    const error: unknown = await call(guardedRepository(refusing)).catch((refusal: unknown) => refusal);
    expect(error).toEqual(new TooManyKeysError(25));
    await expect(
      call(guardedRepository(failing(() => Promise.reject(new Error(row))))),
    ).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
    });
  },
);

it.each(methods)('F15 it is a fault if %s refuses because of a cap that it was not given', async (method) => {
  await expect(calls[method](guardedRepository(refusing))).rejects.toMatchObject({
    code: 'ERR_REPOSITORY_UNAVAILABLE',
  });
});

it.each(['insertIdempotent', 'revokeAll', 'purge'] as const)(
  '%s is not blamed if our own audit entry could not be created, even if the repository then throws its own error',
  async (method) => {
    const makesOwnError = async (_: unknown, ...makers: readonly unknown[]) => {
      try {
        (makers.at(-1) as (key: ApiKey) => unknown)(stored.key);
      } catch {
        throw new PosternError('ERR_REPOSITORY_UNAVAILABLE', 'the driver failed');
      }
    };
    const repository = guardedRepository({ ...memoryKeyRepository(), [method]: makesOwnError });
    const fail = () => {
      throw new TypeError('no random bytes');
    };
    const attempts = {
      insertIdempotent: () =>
        repository.insertIdempotent({ stored, requestId: 'r', reason: 'a' }, entry, fail),
      revokeAll: () => repository.revokeAll({ owner, at, reason: null, createdBefore: null, limit: 1 }, fail),
      purge: () => repository.purge({ revokedBefore: at, limit: 1 }, fail),
    };
    await expect(attempts[method]()).rejects.toMatchObject({
      code: 'ERR_UNEXPECTED',
      cause: { message: 'TypeError' },
    });
  },
);
