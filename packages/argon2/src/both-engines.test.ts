import type { EncodedHash } from '@postern/core/ports';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { argon2Hasher } from './argon2-hasher.js';
import { nodeRsArgon2 } from './node-rs/index.js';

const token = 'user.0123456789abcdef0123456789abcdefghijklmnopqrstuvwxyz0123456012345';
const parameters = { memoryKiB: 32, passes: 2, lanes: 2 };
const byNode = argon2Hasher(parameters);
const byNodeRs = argon2Hasher({ ...parameters, engine: nodeRsArgon2 });

/** The outcome of verifying a stored hash: true, false, or the code of the error. */
async function outcomeOf(hasher: typeof byNode, hash: string): Promise<boolean | string> {
  try {
    return await hasher.verify(token, hash as EncodedHash);
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
}

describe.each([
  ['argon2', '@node-rs/argon2', byNode, byNodeRs],
  ['@node-rs/argon2', 'argon2', byNodeRs, byNode],
])('a hash created by %s', (_one, other, one, another) => {
  it(`is verified by ${other}, but only for its own token`, async () => {
    const hash = await one.hash(token);
    expect(await another.verify(token, hash)).toBe(true);
    expect(await another.verify(`${token}0`, hash)).toBe(false);
  });

  it(`needs no rehash with ${other}`, async () => {
    expect(another.needsRehash(await one.hash(token))).toBe(false);
  });
});

describe('both engines agree', () => {
  const bytes = (minLength: number, maxLength: number) =>
    fc
      .uint8Array({ minLength, maxLength })
      .map((given) => Buffer.from(given).toString('base64').replace(/=+$/, ''));

  it('on salts and tags of every accepted length', async () => {
    const hash = fc.tuple(bytes(8, 48), bytes(16, 64)).map((parts) => ['$argon2id', ...parts]);
    await fc.assert(
      fc.asyncProperty(hash, async ([variant, salt, tag]) => {
        const stored = `${variant}$v=19$m=8,t=1,p=1$${salt}$${tag}`;
        expect(await outcomeOf(byNode, stored)).toBe(false);
        expect(await outcomeOf(byNodeRs, stored)).toBe(false);
      }),
    );
  });

  it('F03 on a hash with any damage', async () => {
    const sound = await byNode.hash(token);
    const damage = fc.record({ at: fc.nat(sound.length - 1), by: fc.constantFrom(...'$=,0149AQgz/+ ') });
    await fc.assert(
      fc.asyncProperty(damage, async ({ at, by }) => {
        const damaged = sound.slice(0, at) + by + sound.slice(at + 1);
        const outcome = await outcomeOf(byNode, damaged);
        expect(outcome).toBeOneOf(damaged === sound ? [true] : [false, 'ERR_HASH_UNREADABLE']);
        expect(await outcomeOf(byNodeRs, damaged)).toBe(outcome);
      }),
    );
  });
});
