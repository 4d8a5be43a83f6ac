import type { Hasher } from '@postern/core/ports';
import { insecureHasher } from '@postern/core/testing';
import { describe, expect, it } from 'vitest';
import { passwordHashing, TooManySignInsError } from './passwords.js';

/** Counts how many hashes are verified, and how many of them at the same time. */
function countingHasher() {
  const counted = { verified: 0, running: 0, max: 0 };
  const inner = insecureHasher();
  const hasher: Hasher = {
    ...inner,
    async verify(token, hash) {
      counted.verified += 1;
      counted.running += 1;
      counted.max = Math.max(counted.max, counted.running);
      const matches = await inner.verify(token, hash);
      counted.running -= 1;
      return matches;
    },
  };
  return { hasher, counted };
}

describe('passwordHashing', () => {
  it('accepts the right password, and no other', async () => {
    const { hash, verify } = await passwordHashing(insecureHasher());
    const right = await hash('right');
    expect(await verify('right', right)).toBe(true);
    expect(await verify('wrong', right)).toBe(false);
  });

  it('does the same work for an unknown person, and always refuses', async () => {
    const { hasher, counted } = countingHasher();
    const { verify } = await passwordHashing(hasher);
    expect(await verify('no one has this password', undefined)).toBe(false);
    expect(counted.verified).toBe(1);
  });

  it('uses at most one thread, and refuses attempts that would wait too long', async () => {
    const { hasher, counted } = countingHasher();
    const { verify } = await passwordHashing(hasher);
    const attempts = await Promise.allSettled(Array.from({ length: 50 }, () => verify('x', undefined)));
    const refused = attempts.filter((attempt) => attempt.status === 'rejected');
    expect(refused).toHaveLength(18);
    expect(refused[0]?.reason).toBeInstanceOf(TooManySignInsError);
    expect(counted).toMatchObject({ verified: 32, max: 1 });
    expect(await verify('x', undefined)).toBe(false);
  });
});
