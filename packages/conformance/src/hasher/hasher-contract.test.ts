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

/** Changes each token before it is hashed or verified. */
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

describe('the hasher contract catches broken hashers', () =>
  itCatches(hasherContract, broken, [
    [
      'treats tokens that differ in case as equal',
      ofToken((token) => token.toLowerCase()),
      'a hash verifies',
    ],
    ['reads only 72 characters, as bcrypt does', ofToken((token) => token.slice(0, 72)), 'the end of a long'],
    [
      'stores a part of the token next to the hash',
      (sound) => ({
        hash: async (token) => `${await sound.hash(token)}$${token.slice(5, 17)}` as EncodedHash,
        verify: (token, hash) => sound.verify(token, soundPart(hash)),
        needsRehash: (hash) => sound.needsRehash(soundPart(hash)),
      }),
      'a hash contains no part',
    ],
    [
      'returns hashes of 600 characters',
      (sound) => ({
        hash: async (token) => `${await sound.hash(token)}$${'0'.repeat(600)}` as EncodedHash,
        verify: (token, hash) => sound.verify(token, soundPart(hash)),
        needsRehash: (hash) => sound.needsRehash(soundPart(hash)),
      }),
      'a hash has 1 to 512',
    ],
    [
      'ignores differences between parameters',
      () => ({ needsRehash: (hash) => !hash.startsWith('$insecure$') }),
      'a hash with the',
    ],
    [
      'reports a text that is not a hash as a wrong secret',
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
      'keeps a text that is not a hash',
      (sound) => ({ needsRehash: (hash) => hash.startsWith('$') && sound.needsRehash(hash) }),
      'a text that is',
    ],
    ['has unlimited concurrency', () => ({ concurrency: Number.POSITIVE_INFINITY }), 'its concurrency'],
  ]));
