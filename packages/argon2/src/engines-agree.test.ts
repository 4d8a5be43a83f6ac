import type { EncodedHash, Hasher } from '@postern/core/ports';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everyEngine } from '../test-support/every-engine.js';
import { argon2Hasher } from './argon2-hasher.js';

const token = 'user.0123456789abcdef0123456789abcdefghijklmnopqrstuvwxyz0123456012345';
const parameters = { memoryKiB: 32, passes: 2, lanes: 2 };
const hashers = everyEngine.map(({ name, engine }) => ({
  name,
  hasher: argon2Hasher({ ...parameters, engine }),
}));

/** Each engine with each other one. */
const pairs = hashers.flatMap((one) =>
  hashers
    .filter((other) => other !== one)
    .map((other) => ({ one, other, by: one.name, verifiedBy: other.name })),
);

/** The outcome of verifying a stored hash: true, false, or the code of the error. */
async function outcomeOf(hasher: Hasher, hash: string): Promise<boolean | string> {
  try {
    return await hasher.verify(token, hash as EncodedHash);
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
}

describe.each(pairs)('a hash created by $by and read by $verifiedBy', ({ one, other }) => {
  it('is verified, but only for its own token', async () => {
    const hash = await one.hasher.hash(token);
    expect(await other.hasher.verify(token, hash)).toBe(true);
    expect(await other.hasher.verify(`${token}0`, hash)).toBe(false);
  });

  it('needs no rehash', async () => {
    expect(other.hasher.needsRehash(await one.hasher.hash(token))).toBe(false);
  });
});

describe('all engines agree', () => {
  const bytes = (minLength: number, maxLength: number) =>
    fc
      .uint8Array({ minLength, maxLength })
      .map((given) => Buffer.from(given).toString('base64').replace(/=+$/, ''));

  it('on salts and tags of every accepted length', async () => {
    const hash = fc.tuple(bytes(8, 48), bytes(16, 64)).map((parts) => ['$argon2id', ...parts]);
    await fc.assert(
      fc.asyncProperty(hash, async ([variant, salt, tag]) => {
        const stored = `${variant}$v=19$m=8,t=1,p=1$${salt}$${tag}`;
        for (const { hasher } of hashers) expect(await outcomeOf(hasher, stored)).toBe(false);
      }),
    );
  });

  it('F03 on a hash with any damage', async () => {
    const [first] = hashers;
    if (first === undefined) throw new Error('there is no engine');
    const sound = await first.hasher.hash(token);
    const damage = fc.record({ at: fc.nat(sound.length - 1), by: fc.constantFrom(...'$=,0149AQgz/+ ') });
    await fc.assert(
      fc.asyncProperty(damage, async ({ at, by }) => {
        const damaged = sound.slice(0, at) + by + sound.slice(at + 1);
        const outcomes = await Promise.all(hashers.map(({ hasher }) => outcomeOf(hasher, damaged)));
        expect(new Set(outcomes).size).toBe(1);
        expect(outcomes[0]).toBeOneOf(damaged === sound ? [true] : [false, 'ERR_HASH_UNREADABLE']);
      }),
    );
  });
});
