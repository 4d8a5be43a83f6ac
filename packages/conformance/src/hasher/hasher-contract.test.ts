import type { EncodedHash, Hasher } from '@postern/core';
import { insecureHasher } from '@postern/core/testing';
import { describe, expect, it } from 'vitest';
import { itCatchesOneEach } from '../../test-support/it-catches.js';
import { hasherContract, type MakeHashers } from './hasher-contract.js';

/** One way to break a sound hasher. */
type Defect = (sound: Hasher) => Partial<Hasher>;

const makeSound: MakeHashers = () => ({
  hasher: insecureHasher(),
  withOtherParameters: insecureHasher({ cost: 2 }),
});

const broken =
  (defect: Defect): MakeHashers =>
  () => {
    const { hasher, withOtherParameters } = makeSound();
    return { hasher: { ...hasher, ...defect(hasher) }, withOtherParameters };
  };

/** Changes each token before anything is made of it. */
const ofToken =
  (change: (token: string) => string): Defect =>
  (sound) => ({
    hash: (token) => sound.hash(change(token)),
    verify: (token, hash) => sound.verify(change(token), hash),
  });

describe('insecureHasher fulfils the contract', () => {
  for (const { name, run } of hasherContract) it(name, () => run(makeSound));
});

describe('the clauses on hashers', () =>
  itCatchesOneEach(hasherContract, broken, {
    'a hash verifies the token that it was made of, and no other': ofToken((token) => token.toLowerCase()),
    // As bcrypt does.
    'the end of a long token counts as much as its beginning': ofToken((token) => token.slice(0, 72)),
    'a hash holds no piece of its token': (sound) => ({
      hash: async (token) => `${await sound.hash(token)}$${token.slice(5, 17)}` as EncodedHash,
    }),
    'a hash of today needs no rehash, one of other parameters does and still verifies': () => ({
      needsRehash: (hash) => !hash.startsWith('$insecure$'),
    }),
    'F03 what is no hash of its own is ERR_HASH_UNREADABLE, and quotes nothing': (sound) => ({
      verify: (token, hash) => sound.verify(token, hash).catch(() => false),
    }),
    'what is no hash of its own needs a rehash, without an error': (sound) => ({
      needsRehash: (hash) => hash.startsWith('$') && sound.needsRehash(hash),
    }),
    'its concurrency is a whole number from 1 on': () => ({ concurrency: Number.POSITIVE_INFINITY }),
  }));

it('F03 notices an error that quotes the token', async () => {
  const quoting = broken((sound) => ({
    verify: (token, hash) =>
      sound.verify(token, hash).catch((error: Error) => Promise.reject(Object.assign(error, { token }))),
  }));
  const clause = hasherContract.find(({ name }) => name.startsWith('F03'));
  await expect(clause?.run(quoting)).rejects.toMatchObject({ name: 'AssertionError' });
});
