import { expect, it } from 'vitest';
import { buildAuditEntry, buildStoredKey, findStoredKey, memoryKeyRepository } from './index.js';

async function repositoryWithKey() {
  const repository = memoryKeyRepository();
  const stored = buildStoredKey();
  await repository.insert(stored, buildAuditEntry(stored.key));
  return { repository, stored };
}

it('findStoredKey returns the record with its hash', async () => {
  const { repository, stored } = await repositoryWithKey();
  expect(await findStoredKey(repository, stored.key.id)).toEqual(stored);
});

it('findStoredKey returns undefined if there is no record', async () => {
  const { repository } = await repositoryWithKey();
  expect(await findStoredKey(repository, buildStoredKey().key.id)).toBeUndefined();
});

it('findStoredKey returns undefined if find cannot read the record', async () => {
  const { repository, stored } = await repositoryWithKey();
  const find = () => new Map([[stored.key.id, { unreadable: true } as const]]);
  expect(await findStoredKey({ ...repository, find }, stored.key.id)).toBeUndefined();
});
