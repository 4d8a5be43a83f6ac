// Changes keys in every way, one after the other, until it is killed. Prints the key ID of each key that is not changed
// after it was issued.
import { createApiKeys, eachOwner } from '@postern/core';
import { insecureHasher } from '@postern/core/testing';
import { postgresStorage } from '@postern/kysely/postgres';
import { sqliteStorage } from '@postern/kysely/sqlite';

// The path of a file, or a connection string.
const [, , place] = process.argv;
const isServer = place.startsWith('postgres');
const storage = isServer ? postgresStorage({ connectionString: place }) : sqliteStorage({ file: place });
await storage.migrate();
const keys = createApiKeys({
  repository: storage.repository,
  hasher: insecureHasher(),
  owners: eachOwner(() => ({ active: true, permissions: [] })),
  policy: { decide: () => ({ ok: true }) },
});
const ada = { kind: 'user', id: 'ada' };
const team = { kind: 'team', id: 'search' };
const issue = async (owner) => (await keys.issue({ owner, actor: ada, name: 'CI Pipeline' })).key.id;
const byAda = { actor: ada, reason: 'left the project' };

while (true) {
  process.stdout.write(`${await issue(ada)}\n`);
  const [one, other, third] = [await issue(ada), await issue(team), await issue(team)];
  await keys.disable(one, byAda);
  await keys.enable(one, { actor: ada });
  await keys.rename(one, { actor: ada, name: 'Nightly' });
  const { key } = await keys.rotate(one, { actor: ada, graceMs: 60_000 });
  await keys.rotate(key.id, { actor: ada });
  await keys.disable(other, byAda);
  await keys.rotate(third, { actor: ada });
  await keys.revokeAll({ ...byAda, owner: team });
  await keys.purge({ actor: ada, revokedBefore: new Date() });
}
