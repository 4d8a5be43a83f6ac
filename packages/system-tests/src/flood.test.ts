import { argon2Hasher } from '@postern/argon2';
import { nodeArgon2 } from '@postern/argon2/node-argon2';
import { nodeRsArgon2 } from '@postern/argon2/node-rs';
import { createApiKeys, eachOwner, selfService } from '@postern/core';
import { memoryKeyRepository } from '@postern/core/testing';
import { expect, it } from 'vitest';
import { wrongSecret } from './wrong-secret.js';

const [ada, grace] = [
  { kind: 'user', id: 'ada' },
  { kind: 'user', id: 'grace' },
] as const;

it.each([
  ['argon2', argon2Hasher({ engine: nodeArgon2 })],
  ['@node-rs/argon2', argon2Hasher({ engine: nodeRsArgon2 })],
])(
  'F04 wrong secrets for one key, hashed by %s, do not delay other keys',
  async (_engine, hasher) => {
    const keys = createApiKeys({
      repository: memoryKeyRepository(),
      hasher,
      owners: eachOwner(() => ({ active: true, permissions: [] })),
      policy: selfService(),
      limits: { hashQueueLength: 50, hashDeadlineMs: 60_000 },
    });
    const flooded = await keys.issue({ owner: ada, actor: ada, name: 'flooded' });
    const other = await keys.issue({ owner: grace, actor: grace, name: 'cold' });

    const reasons: string[] = [];
    const flood = Array.from({ length: 200 }, async (_, index) => {
      const result = await keys.verify(wrongSecret(flooded.token, index % 40));
      if (!result.ok) reasons.push(result.reason);
    });
    expect(await keys.verify(other.token)).toMatchObject({ ok: true });
    const hashedBefore = reasons.filter((reason) => reason === 'wrong_secret').length;
    // Two rounds of concurrent hashes, and one that may end together with the last.
    expect(hashedBefore).toBeLessThanOrEqual(3 * hasher.concurrency);

    await Promise.all(flood);
    expect(new Set(reasons)).toEqual(new Set(['wrong_secret', 'overloaded']));
  },
  60_000,
);
