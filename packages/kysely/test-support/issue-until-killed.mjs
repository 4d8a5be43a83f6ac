// Issues keys, one after the other, until it is killed. Prints each key ID when its key is issued.
import { createApiKeys, eachOwner } from '@postern/core';
import { insecureHasher } from '@postern/core/testing';
import { sqliteStorage } from '@postern/kysely/sqlite';

const storage = sqliteStorage({ file: process.argv[2] });
await storage.migrate();
const keys = createApiKeys({
  repository: storage.repository,
  hasher: insecureHasher(),
  owners: eachOwner(() => ({ active: true, permissions: [] })),
  policy: { decide: () => ({ ok: true }) },
});
const ada = { kind: 'user', id: 'ada' };
while (true) {
  const { key } = await keys.issue({ owner: ada, actor: ada, name: 'CI Pipeline' });
  process.stdout.write(`${key.id}\n`);
}
