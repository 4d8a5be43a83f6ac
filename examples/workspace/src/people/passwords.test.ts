import type { Hasher } from '@postern/core/ports';
import { insecureHasher } from '@postern/core/testing';
import { describe, expect, it } from 'vitest';
import { passwordHashing, TooManySignInsError } from './passwords.js';

/** Counts how many hashes are verified, and how many of them at once. */
function countingHasher() {
  const counted = { verified: 0, underWay: 0, most: 0 };
  const inner = insecureHasher();
  const hasher: Hasher = {
    ...inner,
    async verify(token, hash) {
      counted.verified += 1;
      counted.underWay += 1;
      counted.most = Math.max(counted.most, counted.underWay);
      const matches = await inner.verify(token, hash);
      counted.underWay -= 1;
      return matches;
    },
  };
  return { hasher, counted };
}

describe('passwordHashing', () => {
  it('takes the right password, and no other', async () => {
    const { hash, verify } = await passwordHashing(insecureHasher());
    const right = await hash('right');
    expect(await verify('right', right)).toBe(true);
    expect(await verify('wrong', right)).toBe(false);
  });

  it('works as hard for somebody who does not exist, and lets nobody in', async () => {
    const { hasher, counted } = countingHasher();
    const { verify } = await passwordHashing(hasher);
    expect(await verify('nobody has this password', undefined)).toBe(false);
    expect(counted.verified).toBe(1);
  });

  it('takes one thread at most, and refuses what would wait too long', async () => {
    const { hasher, counted } = countingHasher();
    const { verify } = await passwordHashing(hasher);
    const attempts = await Promise.allSettled(Array.from({ length: 50 }, () => verify('x', undefined)));
    const refused = attempts.filter((attempt) => attempt.status === 'rejected');
    expect(refused).toHaveLength(18);
    expect(refused[0]?.reason).toBeInstanceOf(TooManySignInsError);
    expect(counted).toMatchObject({ verified: 32, most: 1 });
    expect(await verify('x', undefined)).toBe(false);
  });
});
