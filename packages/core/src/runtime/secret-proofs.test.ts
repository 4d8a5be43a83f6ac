import { describe, expect, it, vi } from 'vitest';
import { deferred, never } from '../../test-support/deferred.js';
import { turns } from '../../test-support/turns.js';
import { unhandledRejectionsDuring } from '../../test-support/unhandled-rejections.js';
import { PosternError } from '../errors.js';
import type { EncodedHash, StoredKey } from '../model/api-key.js';
import type { Hasher } from '../ports/hasher.js';
import { buildKey, buildStoredKey, insecureHasher, settableClock } from '../testing/index.js';
import { guardedHasher } from './guarded-hasher.js';
import { hashQueue, valueIfRan } from './hash-queue.js';
import { secretProofs } from './secret-proofs.js';

const token = `user.${'a'.repeat(65)}`;

function proofsBy(given: Partial<Hasher> = {}, { length = 10 } = {}) {
  const hasher: Hasher = { ...insecureHasher(), concurrency: 1, ...given };
  const verify = vi.spyOn(hasher, 'verify');
  const clock = settableClock();
  const queue = hashQueue({ clock, concurrency: hasher.concurrency, length, deadlineMs: 5_000 });
  return {
    proofs: secretProofs({
      hasher: guardedHasher(hasher),
      queue,
      rehash: async () => undefined,
      clock,
      entries: 10,
    }),
    hash: async (text: string) =>
      valueIfRan(await queue.runProof(buildKey().id, () => guardedHasher(hasher).hash(text))),
    verify,
    clock,
  };
}

async function storedFor(text: string): Promise<StoredKey> {
  return buildStoredKey({ hash: await insecureHasher().hash(text) });
}

describe('prove', () => {
  it('is undefined for the right token and a refusal for a wrong one', async () => {
    const { proofs } = proofsBy();
    const stored = await storedFor(token);
    expect(await proofs.prove(token, stored)).toBeUndefined();
    expect(await proofs.prove(`${token}0`, stored)).toEqual({ reason: 'wrong_secret' });
  });

  it('remembers nothing by itself', async () => {
    const { proofs } = proofsBy();
    const stored = await storedFor(token);
    await proofs.prove(token, stored);
    expect(proofs.isRemembered(token, stored)).toBe(false);
    proofs.remember(token, stored);
    expect(proofs.isRemembered(token, stored)).toBe(true);
  });

  it('computes one hash for many equal requests at the same time', async () => {
    const { proofs, verify } = proofsBy();
    const stored = await storedFor(token);
    const results = await Promise.all(Array.from({ length: 50 }, () => proofs.prove(token, stored)));
    expect(new Set(results)).toEqual(new Set([undefined]));
    expect(verify).toHaveBeenCalledOnce();
  });

  it('treats requests as equal only if both the token and the stored hash are', async () => {
    const { proofs, verify } = proofsBy();
    const [stored, other] = [await storedFor(token), await storedFor('other')];
    const results = await Promise.all([
      proofs.prove(token, stored),
      proofs.prove('other', stored),
      proofs.prove(token, other),
    ]);
    expect(results).toEqual([undefined, { reason: 'wrong_secret' }, { reason: 'wrong_secret' }]);
    expect(verify).toHaveBeenCalledTimes(3);
  });

  it('hashes again for an equal request that comes later', async () => {
    const { proofs, verify } = proofsBy();
    const stored = await storedFor(token);
    await proofs.prove(token, stored);
    await proofs.prove(token, stored);
    expect(verify).toHaveBeenCalledTimes(2);
  });

  it('refuses as overloaded, with the time to wait, when the queue is full', async () => {
    const { proofs } = proofsBy({ verify: () => never() }, { length: 1 });
    for (const text of ['first', 'second']) void proofs.prove(text, await storedFor(text));
    const third = await proofs.prove('third', await storedFor('third'));
    expect(third).toEqual({ reason: 'overloaded', retryAfterMs: 1_000 });
  });

  it('refuses as overloaded when the hash is not done in time', async () => {
    const { proofs, clock } = proofsBy({ verify: () => never() });
    const proven = proofs.prove(token, await storedFor(token));
    clock.advance(5_000);
    expect(await proven).toEqual({ reason: 'overloaded', retryAfterMs: 1_000 });
  });

  it('tries again after a hash that failed', async () => {
    const answer = deferred<boolean>();
    const { proofs, verify } = proofsBy();
    verify.mockReturnValueOnce(answer.promise);
    const stored = await storedFor(token);
    const failing = proofs.prove(token, stored);
    answer.reject(new Error('out of memory'));
    await expect(failing).rejects.toMatchObject({ code: 'ERR_HASHER_UNAVAILABLE' });
    expect(await proofs.prove(token, stored)).toBeUndefined();
  });
});

describe('F04 a wrong secret is remembered for a second', () => {
  const wrongToken = `${token}0`;

  it('F04 and costs no hash when it is sent again', async () => {
    const { proofs, verify, clock } = proofsBy();
    const stored = await storedFor(token);
    for (const ms of [0, 500, 499]) {
      clock.advance(ms);
      expect(await proofs.prove(wrongToken, stored)).toEqual({ reason: 'wrong_secret' });
    }
    expect(verify).toHaveBeenCalledOnce();
  });

  it('F04 and is hashed again after that', async () => {
    const { proofs, verify, clock } = proofsBy();
    const stored = await storedFor(token);
    for (const ms of [0, 1_000]) {
      clock.advance(ms);
      await proofs.prove(wrongToken, stored);
    }
    expect(verify).toHaveBeenCalledTimes(2);
  });

  it('F04 and is refused as wrong, not as overloaded, while the queue is full', async () => {
    const { proofs, verify } = proofsBy({}, { length: 1 });
    const stored = await storedFor(token);
    await proofs.prove(wrongToken, stored);
    verify.mockReturnValue(never());
    for (const text of ['first', 'second']) void proofs.prove(text, stored);
    expect(await proofs.prove(wrongToken, stored)).toEqual({ reason: 'wrong_secret' });
  });

  it('F04 but not for another token, or another hash of the same key', async () => {
    const { proofs } = proofsBy();
    const stored = await storedFor(token);
    await proofs.prove(wrongToken, stored);
    expect(await proofs.prove(token, stored)).toBeUndefined();
    const renewed = { ...stored, hash: (await storedFor(wrongToken)).hash };
    expect(await proofs.prove(wrongToken, renewed)).toBeUndefined();
  });

  it('F04 but not if the hasher gave no answer', async () => {
    const { proofs, verify } = proofsBy();
    verify.mockRejectedValueOnce(new Error('out of memory'));
    const stored = await storedFor(token);
    await expect(proofs.prove(token, stored)).rejects.toMatchObject({ code: 'ERR_HASHER_UNAVAILABLE' });
    expect(await proofs.prove(token, stored)).toBeUndefined();
  });
});

describe('F10 a hasher that fails is a fault', () => {
  it.each<[string, Hasher['verify']]>([
    [
      'throws',
      () => {
        throw new Error('down');
      },
    ],
    ['rejects', () => Promise.reject(new Error('down'))],
    ['rejects with undefined', () => Promise.reject(undefined)],
    [
      'fails with an error of ours that is not a fault',
      () => Promise.reject(new PosternError('ERR_FORBIDDEN', 'no')),
    ],
    ['answers with undefined', async () => undefined as unknown as boolean],
    ['answers with 1', async () => 1 as unknown as boolean],
    ['answers with a string', async () => 'true' as unknown as boolean],
  ])('F10 if it %s in verify', async (_how, verify) => {
    const { proofs } = proofsBy({ verify });
    const proven = proofs.prove(token, await storedFor(token));
    await expect(proven).rejects.toMatchObject({ code: 'ERR_HASHER_UNAVAILABLE' });
  });

  it.each<[string, Hasher['hash']]>([
    [
      'throws',
      () => {
        throw new Error('down');
      },
    ],
    ['rejects', () => Promise.reject(new Error('down'))],
    ['answers with undefined', async () => undefined as unknown as EncodedHash],
    ['answers with an empty string', async () => '' as EncodedHash],
    ['answers with the token itself', async (text) => text as EncodedHash],
    ['answers with the token inside', async (text) => `$plain$${text}` as EncodedHash],
  ])('F10 if it %s in hash', async (_how, hash) => {
    const made = proofsBy({ hash }).hash(token);
    await expect(made).rejects.toMatchObject({ code: 'ERR_HASHER_UNAVAILABLE' });
  });

  it('F03 which is passed on if a stored hash cannot be read', async () => {
    const { proofs } = proofsBy();
    const proven = proofs.prove(token, buildStoredKey({ hash: '$argon2i$…' }));
    await expect(proven).rejects.toMatchObject({ code: 'ERR_HASH_UNREADABLE' });
  });

  it('F07 which leaves no rejection unhandled if several requests waited', async () => {
    const { proofs } = proofsBy({ verify: () => Promise.reject(new Error('down')) });
    const stored = await storedFor(token);
    const unhandled = await unhandledRejectionsDuring(async () => {
      await Promise.allSettled([proofs.prove(token, stored), proofs.prove(token, stored)]);
      await turns();
    });
    expect(unhandled).toEqual([]);
  });
});
