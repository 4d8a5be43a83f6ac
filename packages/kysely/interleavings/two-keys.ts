import { createApiKeys, eachOwner } from '@postern/core';
import type { StoredKey } from '@postern/core/ports';
import { buildAuditEntry, insecureHasher, memoryKeyRepository, settableClock } from '@postern/core/testing';

export const ada = { kind: 'user', id: 'ada' } as const;

/** When the keys expire, after the start of the clock. */
export const lifetimeMs = 3_600_000;

export interface IssuedKey {
  readonly token: string;
  readonly stored: StoredKey;
}

/** Two live keys of ada. Issued once, because thousands of worlds start with them. */
export const twoKeys: Promise<readonly [IssuedKey, IssuedKey]> = (async () => {
  const repository = memoryKeyRepository();
  const clock = settableClock();
  const keys = createApiKeys({
    repository,
    clock,
    hasher: insecureHasher(),
    owners: eachOwner(() => ({ active: true, permissions: ['agents:read', 'agents:write'] })),
    policy: { decide: () => ({ ok: true }) },
  });
  async function issue(): Promise<IssuedKey> {
    const expiresAt = new Date(clock.now().getTime() + lifetimeMs);
    const { token, key } = await keys.issue({
      owner: ada,
      actor: ada,
      name: 'CI Pipeline',
      scopes: ['agents:read'],
      expiresAt,
    });
    const stored = (await repository.find([key.id])).get(key.id) as StoredKey | undefined;
    if (stored === undefined) throw new Error('not issued');
    return { token, stored };
  }
  return [await issue(), await issue()] as const;
})();

export const entryOf = ({ stored }: IssuedKey) => buildAuditEntry(stored.key);
