import type { EncodedHash, Hasher } from '@postern/core/ports';
import { insecureHasher } from '@postern/core/testing';
import { describe, it } from 'vitest';
import { itCatches } from '../../test-support/it-catches.js';
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

const soundPart = (hash: string) => hash.split('$').slice(0, 4).join('$') as EncodedHash;

describe('insecureHasher fulfils the contract', () => {
  for (const { name, run } of hasherContract) it(name, () => run(makeSound));
});

describe('the contract catches a hasher that is broken', () =>
  itCatches(hasherContract, broken, [
    [
      'takes tokens for equal that differ in case',
      ofToken((token) => token.toLowerCase()),
      'a hash verifies',
    ],
    ['looks at 72 characters, as bcrypt does', ofToken((token) => token.slice(0, 72)), 'the end of a long'],
    [
      'keeps a piece of the token beside the hash',
      (sound) => ({
        hash: async (token) => `${await sound.hash(token)}$${token.slice(5, 17)}` as EncodedHash,
        verify: (token, hash) => sound.verify(token, soundPart(hash)),
        needsRehash: (hash) => sound.needsRehash(soundPart(hash)),
      }),
      'a hash contains no part',
    ],
    [
      'makes hashes of 600 characters',
      (sound) => ({
        hash: async (token) => `${await sound.hash(token)}$${'0'.repeat(600)}` as EncodedHash,
        verify: (token, hash) => sound.verify(token, soundPart(hash)),
        needsRehash: (hash) => sound.needsRehash(soundPart(hash)),
      }),
      'a hash has 1 to 512',
    ],
    [
      'sees no difference between parameters',
      () => ({ needsRehash: (hash) => !hash.startsWith('$insecure$') }),
      'a hash with the',
    ],
    [
      'takes what is no hash for a wrong secret',
      (sound) => ({ verify: (token, hash) => sound.verify(token, hash).catch(() => false) }),
      'F03',
    ],
    [
      'quotes the token in its error',
      (sound) => ({
        verify: (token, hash) =>
          sound.verify(token, hash).catch((error: Error) => Promise.reject(Object.assign(error, { token }))),
      }),
      'F03',
    ],
    [
      'keeps what is no hash',
      (sound) => ({ needsRehash: (hash) => hash.startsWith('$') && sound.needsRehash(hash) }),
      'a text that is',
    ],
    ['hashes without bound', () => ({ concurrency: Number.POSITIVE_INFINITY }), 'its concurrency'],
  ]));
