import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { isPosternError } from '@postern/core';
import type { EncodedHash, Hasher } from '@postern/core/ports';
import type { Clause } from '../clause.js';

/** Creates the hasher under test, and one with other parameters that can verify the hashes of the first. */
export type MakeHashers = () => { readonly hasher: Hasher; readonly withOtherParameters: Hasher };

const token = 'user.0123456789abcdef0123456789abcdefghijklmnopqrstuvwxyz0123456012345';
const unreadable = [
  '',
  '$',
  'plain text',
  '$argon2id$',
  '$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy',
];

/**
 * What every `Hasher` must do.
 *
 * @example
 * // With Vitest; `it` of `node:test` works the same way.
 * for (const { name, run } of hasherContract) it(name, () => run(makeMyHashers));
 */
export const hasherContract: readonly Clause<MakeHashers>[] = [
  {
    name: 'a hash verifies the token that it was created from, and no other',
    async run(make) {
      const { hasher } = make();
      const hash = await hasher.hash(token);
      assert.equal(await hasher.verify(token, hash), true);
      for (const other of [
        token.slice(0, -1),
        `${token}0`,
        token.replace('user', 'team'),
        token.toUpperCase(),
        '',
      ]) {
        assert.equal(await hasher.verify(other, hash), false);
      }
    },
  },
  {
    name: 'the end of a long token counts as much as its beginning',
    async run(make) {
      const { hasher } = make();
      const long = token.repeat(4);
      assert.equal(await hasher.verify(`${long.slice(0, -1)}6`, await hasher.hash(long)), false);
    },
  },
  {
    name: 'a hash has 1 to 512 characters of printable ASCII',
    async run(make) {
      const hash = await make().hasher.hash(token);
      assert.ok(/^[\x20-\x7e]{1,512}$/.test(hash));
    },
  },
  {
    name: 'a hash contains no part of its token',
    async run(make) {
      const hash = await make().hasher.hash(token);
      for (let start = 0; start + 12 <= token.length; start += 1) {
        assert.ok(!hash.includes(token.slice(start, start + 12)));
      }
    },
  },
  {
    name: 'a hash with the current parameters needs no rehash; one with other parameters does, and still verifies',
    async run(make) {
      const { hasher, withOtherParameters } = make();
      assert.equal(hasher.needsRehash(await hasher.hash(token)), false);
      const outdated = await withOtherParameters.hash(token);
      assert.equal(hasher.needsRehash(outdated), true);
      assert.equal(await hasher.verify(token, outdated), true);
    },
  },
  {
    name: 'F03 a text that is not one of its hashes is ERR_HASH_UNREADABLE, and the error does not quote the token',
    async run(make) {
      const { hasher } = make();
      for (const hash of unreadable) {
        const error = await hasher.verify(token, hash as EncodedHash).catch((caught: unknown) => caught);
        assert.ok(isPosternError(error) && error.code === 'ERR_HASH_UNREADABLE', `${hash} was accepted`);
        assert.ok(!inspect(error, { depth: Infinity, showHidden: true }).includes(token.slice(5)));
      }
    },
  },
  {
    name: 'a text that is not one of its hashes needs a rehash, without an error',
    async run(make) {
      const { hasher } = make();
      for (const hash of unreadable) assert.equal(hasher.needsRehash(hash as EncodedHash), true);
    },
  },
  {
    name: 'its concurrency is a whole number of at least 1',
    async run(make) {
      const { concurrency } = make().hasher;
      assert.ok(Number.isInteger(concurrency) && concurrency >= 1);
    },
  },
];
