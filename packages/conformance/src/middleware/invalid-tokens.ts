import { createApiKeys, eachOwner, type RefusalReason } from '@postern/core';
import type { StoredKey } from '@postern/core/ports';
import { buildAuditEntry, insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import type { World } from './world.js';

/** Creates an invalid token for each reason. All of them get the same response. */
export async function makeInvalidTokens(world: World): Promise<ReadonlyMap<RefusalReason, string>> {
  const { token: revoked, key } = await world.issue();
  await world.keys.revoke(key.id, { actor: { kind: 'system', id: 'conformance' } });
  const { token: expired } = await world.issue({ expiresAt: new Date(world.clock.now().getTime() + 1) });
  world.clock.advance(1);
  const { token: orphaned } = await world.issue({ owner: { kind: 'team', id: 'platform' } });
  world.directory.delete('team.platform');

  const { stored: elsewhere, token: wrong } = await issueElsewhere();
  const { hash } = (await issueElsewhere()).stored;
  await insert(world, { ...elsewhere, hash });
  const { stored, token: disabled } = await issueElsewhere();
  await insert(world, { ...stored, key: { ...stored.key, disabledAt: world.clock.now() } });

  return new Map<RefusalReason, string>([
    ['malformed', world.token.slice(1)],
    ['unknown', (await issueElsewhere()).token],
    ['wrong_secret', wrong],
    ['revoked', revoked],
    ['disabled', disabled],
    ['expired', expired],
    ['owner_inactive', orphaned],
  ]);
}

function insert(world: World, stored: StoredKey): Promise<boolean> {
  return world.repository.insert(stored, buildAuditEntry(stored.key));
}

/** Issues a key of Ada in another service, which creates tokens and hashes in the same way. */
async function issueElsewhere(): Promise<{ readonly stored: StoredKey; readonly token: string }> {
  const repository = memoryKeyRepository();
  const keys = createApiKeys({
    repository,
    hasher: insecureHasher(),
    owners: eachOwner(() => ({ active: true, permissions: [] })),
    policy: { decide: () => ({ ok: true }) },
  });
  const ada = { kind: 'user', id: 'ada' } as const;
  const { token, key } = await keys.issue({ owner: ada, actor: ada, name: 'from elsewhere' });
  const found = (await repository.find([key.id])).get(key.id);
  if (found === undefined || !('hash' in found))
    throw new Error('memoryKeyRepository has no record of a new key');
  return { stored: { key, hash: found.hash }, token };
}
