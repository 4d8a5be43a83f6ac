import { describe, expect, it, vi } from 'vitest';
import { deferred, never } from '../../test-support/deferred.js';
import { service } from '../../test-support/service.js';
import { turns } from '../../test-support/turns.js';
import { unhandledRejectionsDuring } from '../../test-support/unhandled-rejections.js';
import type { StoredKey } from '../model/api-key.js';
import type { KeyId } from '../model/key-id.js';
import type { FoundKey, KeyLookup } from '../ports/key-lookup.js';
import { buildStoredKey, settableClock } from '../testing/index.js';
import { keyReader } from './key-reader.js';

const clock = settableClock();
const unavailable = expect.objectContaining({ code: 'ERR_REPOSITORY_UNAVAILABLE' });

const records = Array.from({ length: 600 }, () => buildStoredKey());
const [one, other] = [buildStoredKey(), buildStoredKey()];

const mapOf = (...stored: StoredKey[]) => new Map<KeyId, FoundKey>(stored.map((each) => [each.key.id, each]));
const reader = (find: KeyLookup['find']) => keyReader({ find }, { clock, deadlineMs: 2_000 });
/** What a repository in plain JavaScript might do. */
const wrongly = (answer: unknown) => reader(() => answer as ReadonlyMap<KeyId, FoundKey>);

describe('reading', () => {
  it('takes a direct answer and a promised one alike', async () => {
    expect(await reader(() => mapOf(one))(one.key.id)).toBe(one);
    expect(await reader(async () => mapOf(one))(one.key.id)).toBe(one);
  });

  it('gives undefined where there is no record', async () => {
    expect(await reader(() => mapOf(one))(other.key.id)).toBeUndefined();
  });

  it('asks for at most 256 key IDs at a time, each once', async () => {
    const find = vi.fn(() => mapOf(...records));
    const read = reader(find);
    await Promise.all([...records, ...records].map(({ key }) => read(key.id)));
    expect(find.mock.calls.map(([ids]: unknown[]) => (ids as KeyId[]).length)).toEqual([256, 256, 88]);
  });

  it('makes few reads for 50 verifications at once', async () => {
    const { keys, issue, repository } = service();
    const issued = await Promise.all(Array.from({ length: 50 }, () => issue()));
    const find = vi.spyOn(repository, 'find');
    const results = await Promise.all(issued.map(({ token }) => keys.verify(token)));
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(find.mock.calls.length).toBeLessThan(10);
  });

  it('makes one read a turn once the tokens are known', async () => {
    const { keys, issue, repository } = service();
    const issued = await Promise.all(Array.from({ length: 50 }, () => issue()));
    await Promise.all(issued.map(({ token }) => keys.verify(token)));
    const find = vi.spyOn(repository, 'find');
    await Promise.all(issued.map(({ token }) => keys.verify(token)));
    expect(find).toHaveBeenCalledOnce();
  });

  it('starts a read while another is under way, and none before it was asked for', async () => {
    const answers = [deferred<ReadonlyMap<KeyId, FoundKey>>(), deferred<ReadonlyMap<KeyId, FoundKey>>()];
    const asked: (readonly KeyId[])[] = [];
    const read = reader((ids) => answers[asked.push(ids) - 1]?.promise ?? never());
    const earlier = read(one.key.id);
    await turns(1);
    const later = read(one.key.id);
    await turns(1);
    expect(asked).toEqual([[one.key.id], [one.key.id]]);
    answers[1]?.resolve(mapOf());
    expect(await later).toBeUndefined();
    answers[0]?.resolve(mapOf(one));
    expect(await earlier).toBe(one);
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
    ['rejects with no error', () => Promise.reject(secret)],
  ])('F10 is a fault, and P07 quotes nothing: %s', async (_how, find) => {
    const error = await reader(find)(one.key.id).catch((caught: unknown) => caught);
    expect(error).toEqual(unavailable);
    expect(String((error as Error).cause)).not.toContain('insert');
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['an array', [one]],
    ['an object', { [one.key.id]: one }],
    ['a promise of nothing', Promise.resolve(undefined)],
  ])('F10 is a fault where it answers with %s', async (_what, answer) => {
    await expect(wrongly(answer)(one.key.id)).rejects.toEqual(unavailable);
  });

  it('fails its own members only', async () => {
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

  it('F07 leaves no rejection unhandled, though several asked', async () => {
    const read = reader(() => Promise.reject(new Error('down')));
    const unhandled = await unhandledRejectionsDuring(() =>
      Promise.allSettled([read(one.key.id), read(other.key.id)]),
    );
    expect(unhandled).toEqual([]);
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

  it('F07 may fail after its deadline without anybody noticing', async () => {
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

describe('a record that can not be understood', () => {
  it.each([
    ['marked as unreadable', { unreadable: true }],
    ['null', null],
    ['a text', 'record'],
    ['an empty object', {}],
  ])('fails the reading of its own key alone: %s', async (_what, record) => {
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
