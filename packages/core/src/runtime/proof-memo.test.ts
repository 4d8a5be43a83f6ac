import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import type { EncodedHash } from '../model/api-key.js';
import { buildKey, buildStoredKey } from '../testing/index.js';
import { proofMemo } from './proof-memo.js';

const token = `user.${'a'.repeat(65)}`;
const stored = buildStoredKey();

describe('proofMemo', () => {
  it('remembers exactly what was added', () => {
    const memo = proofMemo(10);
    const digest = memo.digest(token, stored.hash);
    expect(memo.has(stored, digest)).toBe(false);
    memo.add(stored, digest);
    expect(memo.has(stored, digest)).toBe(true);
    expect(memo.has(buildStoredKey(), digest)).toBe(false);
  });

  it('binds a token to the exact hash that it was proven against', () => {
    const memo = proofMemo(10);
    memo.add(stored, memo.digest(token, stored.hash));
    expect(memo.has(stored, memo.digest(token, '$other' as EncodedHash))).toBe(false);
    expect(memo.has(stored, memo.digest(`${token}0`, stored.hash))).toBe(false);
  });

  it('keeps one proof per key, the latest', () => {
    const memo = proofMemo(10);
    const swapped = buildStoredKey({ key: stored.key, hash: '$other' });
    memo.add(stored, memo.digest(token, stored.hash));
    memo.add(swapped, memo.digest(token, swapped.hash));
    expect(memo.has(stored, memo.digest(token, stored.hash))).toBe(false);
    expect(memo.has(swapped, memo.digest(token, swapped.hash))).toBe(true);
  });
});

describe('F05 the memo is bounded', () => {
  it('F05 forgets a key that has not been used before one that has', () => {
    const memo = proofMemo(2);
    const [one, two, three] = [buildStoredKey(), buildStoredKey(), buildStoredKey()];
    const digest = memo.digest(token, stored.hash);
    memo.add(one, digest);
    memo.add(two, digest);
    memo.has(one, digest);
    memo.add(three, digest);
    expect([one, two, three].map((each) => memo.has(each, digest))).toEqual([true, false, true]);
  });

  it('F05 spares at most 64 keys before it evicts one, even if all have been used', () => {
    const memo = proofMemo(1_000);
    const digest = memo.digest(token, stored.hash);
    const all = Array.from({ length: 1_001 }, () => buildStoredKey());
    for (const each of all.slice(0, 1_000)) memo.add(each, digest);
    for (const each of all) memo.has(each, digest);
    for (const each of all.slice(1_000)) memo.add(each, digest);
    const kept = all.map((each) => memo.has(each, digest));
    expect(kept.flatMap((isKept, index) => (isKept ? [] : [index]))).toEqual([64]);
  });

  it('F05 preserves the share of each owner, however many keys another one uses', () => {
    const memo = proofMemo(100);
    const digest = memo.digest(token, stored.hash);
    const ownedBy = (id: string) => buildStoredKey({ key: { ...buildKey(), owner: { kind: 'user', id } } });
    const few = Array.from({ length: 10 }, () => ownedBy('grace'));
    for (const each of few) memo.add(each, digest);
    for (let count = 0; count < 1_000; count += 1) memo.add(ownedBy('ada'), digest);
    expect(few.every((each) => memo.has(each, digest))).toBe(true);
    const more = Array.from({ length: 200 }, () => ownedBy('grace'));
    for (const each of more) memo.add(each, digest);
    expect(more.slice(-50).every((each) => memo.has(each, digest))).toBe(true);
  });

  it('F05 frees the share of an owner who has no keys left in it', () => {
    const memo = proofMemo(2);
    const digest = memo.digest(token, stored.hash);
    const ownedBy = (id: string) => buildStoredKey({ key: { ...buildKey(), owner: { kind: 'user', id } } });
    const all = Array.from({ length: 50 }, (_, index) => ownedBy(`owner ${index}`));
    for (const each of all) memo.add(each, digest);
    expect(all.filter((each) => memo.has(each, digest))).toEqual(all.slice(-2));
  });

  it('F05 remembers no more of 100,000 keys than its limit', () => {
    const memo = proofMemo(1_000);
    const digest = memo.digest(token, stored.hash);
    const all = Array.from({ length: 100_000 }, () => ({ ...stored, key: buildKey() }));
    for (const each of all) memo.add(each, digest);
    expect(all.filter((each) => memo.has(each, digest))).toEqual(all.slice(-1_000));
  });
});

describe('P05 the memo holds digests', () => {
  it('P05 of 32 bytes, different in each memo', () => {
    const [one, other] = [proofMemo(1), proofMemo(1)];
    expect(one.digest(token, stored.hash)).toHaveLength(32);
    expect(one.digest(token, stored.hash)).toEqual(one.digest(token, stored.hash));
    expect(one.digest(token, stored.hash)).not.toEqual(other.digest(token, stored.hash));
  });

  it('P05 that cannot be computed from token and hash alone', () => {
    const digest = Buffer.from(proofMemo(1).digest(token, stored.hash), 'latin1').toString('hex');
    for (const text of [token, `${token}\n${stored.hash}`]) {
      expect(digest).not.toBe(createHash('sha256').update(text).digest('hex'));
    }
  });
});

it('the memo reports a runtime that is too old when it is created', async () => {
  vi.resetModules();
  vi.doMock('node:crypto', async (original) => ({ ...(await original<object>()), hash: undefined }));
  const { proofMemo: createMemo } = await import('./proof-memo.js');
  vi.doUnmock('node:crypto');
  vi.resetModules();
  expect(() => createMemo(1)).toThrow(
    expect.objectContaining({
      code: 'ERR_INVALID_CONFIG',
      message: expect.stringContaining('Node to 20.12'),
    }),
  );
});
