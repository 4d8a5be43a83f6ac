import { describe, expect, it, vi } from 'vitest';
import { deferred, never } from '../../test-support/deferred.js';
import { formatOf } from '../../test-support/format-of.js';
import { service } from '../../test-support/service.js';
import { turns } from '../../test-support/turns.js';
import { unhandledRejectionsDuring } from '../../test-support/unhandled-rejections.js';
import type { ApiKey, StoredKey } from '../model/api-key.js';
import type { FoundKey, KeyLookup } from '../ports/key-lookup.js';
import { buildStoredKey, settableClock } from '../testing/index.js';
import type { KeyId } from '../token/key-id.js';
import { guardedLookup, keyReader } from './guarded-repository.js';
import { generateSecret } from './random.js';

const clock = settableClock();
const unavailable = expect.objectContaining({ code: 'ERR_REPOSITORY_UNAVAILABLE' });

const records = Array.from({ length: 600 }, () => buildStoredKey());
const [one, other] = [buildStoredKey(), buildStoredKey()];

const mapOf = (...stored: StoredKey[]) => new Map<KeyId, FoundKey>(stored.map((each) => [each.key.id, each]));
const recordsOf = (find: KeyLookup['find']) => guardedLookup({ find }, { clock, deadlineMs: 2_000 });
/** Reads one record. */
const reader = (find: KeyLookup['find']) => async (keyId: KeyId) => (await recordsOf(find)([keyId]))(keyId);
const format = formatOf(['user', 'team']);
const tokenOf = (keyId: KeyId) => format.compose({ kind: 'user', keyId, secret: generateSecret() });
/** What a repository in plain JavaScript might return. */
const wrongly = (answer: unknown) => reader(() => answer as ReadonlyMap<KeyId, FoundKey>);

describe('reading records', () => {
  it('accepts synchronous and promised answers alike', async () => {
    expect(await reader(() => mapOf(one))(one.key.id)).toBe(one);
    expect(await reader(async () => mapOf(one))(one.key.id)).toBe(one);
  });

  it('returns undefined if there is no record', async () => {
    expect(await reader(() => mapOf(one))(other.key.id)).toBeUndefined();
  });

  it('answers synchronously if the lookup does, because promises are expensive', () => {
    const records = recordsOf(() => mapOf(one))([one.key.id]);
    expect(typeof records === 'function' && records(one.key.id)).toBe(one);
  });

  it('asks for at most 256 key IDs at a time, and for each only once', async () => {
    const { keys, repository } = service();
    const find = vi.spyOn(repository, 'find');
    const tokens = records.map(({ key }) => tokenOf(key.id));
    await Promise.all([...tokens.slice(0, 5), ...tokens].map((token) => keys.verify(token)));
    expect(find.mock.calls.map(([ids]) => ids.length)).toEqual([251, 256, 93]);
  });

  it('makes few reads for 50 concurrent verifications', async () => {
    const { keys, issue, repository } = service();
    const issued = await Promise.all(Array.from({ length: 50 }, () => issue()));
    const find = vi.spyOn(repository, 'find');
    const results = await Promise.all(issued.map(({ token }) => keys.verify(token)));
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(find.mock.calls.length).toBeLessThan(10);
  });

  it('makes one read per turn once the tokens are known', async () => {
    const { keys, issue, repository } = service();
    const issued = await Promise.all(Array.from({ length: 50 }, () => issue()));
    await Promise.all(issued.map(({ token }) => keys.verify(token)));
    const find = vi.spyOn(repository, 'find');
    await Promise.all(issued.map(({ token }) => keys.verify(token)));
    expect(find).toHaveBeenCalledOnce();
  });

  it('starts a read while another is in progress, but never before it is asked for', async () => {
    const { keys, issue, repository } = service();
    const { token, key } = await issue();
    await keys.verify(token);
    const slow = deferred<ReadonlyMap<KeyId, FoundKey>>();
    const find = vi.spyOn(repository, 'find').mockReturnValueOnce(slow.promise);
    const earlier = keys.verify(token);
    await turns(1);
    const later = keys.verify(token);
    expect(find).toHaveBeenCalledTimes(1);
    expect(await later).toMatchObject({ ok: true });
    expect(find).toHaveBeenCalledTimes(2);
    slow.resolve(new Map());
    expect(await earlier).toMatchObject({ reason: 'unknown' });
    expect(key.id).toBe(find.mock.calls[1]?.[0][0]);
  });
});

describe('F10 a lookup that fails', () => {
  const secret = 'insert into keys values ($argon2id$…)';
  it.each<[string, KeyLookup['find']]>([
    [
      'throws',
      () => {
        throw new Error(secret);
      },
    ],
    ['rejects', () => Promise.reject(new Error(secret))],
    ['rejects with a string', () => Promise.reject(secret)],
  ])('F10 is a fault, and P07 quotes nothing, if it %s', async (_how, find) => {
    const error = await reader(find)(one.key.id).catch((caught: unknown) => caught);
    expect(error).toEqual(unavailable);
    expect(String((error as Error).cause)).not.toContain('insert');
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['an array', [one]],
    ['an object', { [one.key.id]: one }],
    ['a weak map', new WeakMap()],
    ['a promise of undefined', Promise.resolve(undefined)],
  ])('F10 is a fault if it answers with %s', async (_what, answer) => {
    await expect(wrongly(answer)(one.key.id)).rejects.toEqual(unavailable);
  });

  it('only fails the verifications of its own batch', async () => {
    const read = reader(async (ids) => {
      if (ids.includes(one.key.id)) throw new Error('down');
      return mapOf(other);
    });
    const failing = read(one.key.id);
    failing.catch(() => undefined);
    await turns(1);
    expect(await read(other.key.id)).toBe(other);
    await expect(failing).rejects.toEqual(unavailable);
  });

  it('F07 leaves no rejection unhandled if several verifications asked', async () => {
    const read = reader(() => Promise.reject(new Error('down')));
    const unhandled = await unhandledRejectionsDuring(() =>
      Promise.allSettled([read(one.key.id), read(other.key.id)]),
    );
    expect(unhandled).toEqual([]);
  });
});

describe('F15 a record that is not exactly of its type', () => {
  const invalid = new Date(Number.NaN);
  const fields: Readonly<Record<string, readonly unknown[]>> = {
    id: [undefined, other.key.id, 42],
    owner: [undefined, null, 'ada', { kind: 'user' }, { kind: 'user', id: 42 }],
    scopes: [undefined, '["agents:read"]', 'agents:read', new Array(1), [42], { 0: 'agents:read' }],
    expiresAt: [undefined, invalid, 0, '2099-12-31', false, Object.create(Date.prototype)],
    disabledAt: [undefined, invalid, 0, false],
    revokedAt: [undefined, invalid, 0, false],
  };
  for (const [field, values] of Object.entries(fields))
    it.each(values.map((value) => [value]))(
      `F15 with ${field} %o is a fault, and no approval`,
      async (value) => {
        const found = { ...one, key: { ...one.key, [field]: value } } as unknown as StoredKey;
        await expect(reader(() => new Map([[one.key.id, found]]))(one.key.id)).rejects.toMatchObject({
          code: 'ERR_RECORD_UNREADABLE',
        });
      },
    );

  it.each([undefined, '', 42, Buffer.from('$argon2id')])('F15 with the hash %o is a fault', async (hash) => {
    const found = { ...one, hash } as unknown as StoredKey;
    await expect(reader(() => mapOf(one).set(one.key.id, found))(one.key.id)).rejects.toMatchObject({
      code: 'ERR_RECORD_UNREADABLE',
    });
  });
});

describe('a lookup that hangs', () => {
  it('F01 is a fault at its deadline, and not before', async () => {
    let failed: unknown;
    const reading = reader(() => never())(one.key.id).catch((error: unknown) => {
      failed = error;
    });
    await turns();
    clock.advance(1_999);
    await turns();
    expect(failed).toBeUndefined();
    clock.advance(1);
    await reading;
    expect(failed).toEqual(unavailable);
  });

  it('F07 can fail after its deadline without consequences', async () => {
    const late = deferred<ReadonlyMap<KeyId, FoundKey>>();
    const reading = reader(() => late.promise)(one.key.id);
    const unhandled = await unhandledRejectionsDuring(async () => {
      await turns();
      clock.advance(2_000);
      await expect(reading).rejects.toEqual(unavailable);
      late.reject(new Error('too late'));
    });
    expect(unhandled).toEqual([]);
  });
});

describe('a record that cannot be read', () => {
  it.each([
    ['marked as unreadable', { unreadable: true }],
    ['null', null],
    ['a string', 'record'],
    ['an empty object', {}],
  ])('only fails the reading of its own key: %s', async (_what, record) => {
    const found = new Map<KeyId, unknown>([
      [one.key.id, record],
      [other.key.id, other],
    ]);
    const read = wrongly(found);
    const good = read(other.key.id);
    await expect(read(one.key.id)).rejects.toMatchObject({ code: 'ERR_RECORD_UNREADABLE' });
    expect(await good).toBe(other);
  });
});

describe('reading a whole record', () => {
  const whole = (get: (keyId: KeyId) => Promise<ApiKey | undefined>) =>
    keyReader({ get }, { clock, deadlineMs: 2_000, withLatestUse: (key) => key });

  it('returns what the repository returns', async () => {
    expect(await whole(async () => one.key)(one.key.id)).toBe(one.key);
    expect(await whole(async () => undefined)(one.key.id)).toBeUndefined();
  });

  it('F01 is a fault at its deadline, and not before', async () => {
    const reading = whole(() => never())(one.key.id);
    const failed = vi.fn();
    reading.catch(failed);
    clock.advance(1_999);
    await turns();
    expect(failed).not.toHaveBeenCalled();
    clock.advance(1);
    await expect(reading).rejects.toEqual(unavailable);
  });
});
