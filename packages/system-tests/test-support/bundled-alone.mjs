/** Keys in SQLite, with what Node 24 has itself. A test bundles it into one file. */
import { argon2Hasher } from '@postern/argon2';
import { createApiKeys, eachOwner, selfService } from '@postern/core';
import { sqliteStorage } from '@postern/kysely/node-sqlite';

const ada = { kind: 'user', id: 'ada' };

async function main() {
  const storage = sqliteStorage({ file: './keys.sqlite' });
  await storage.migrate();
  const owners = eachOwner(() => ({ active: true, permissions: [] }));
  const options = { repository: storage.repository, hasher: argon2Hasher(), owners, policy: selfService() };
  const keys = createApiKeys(options);
  const { token } = await keys.issue({ owner: ada, actor: ada, name: 'CI Pipeline' });
  const { ok } = await keys.verify(token);
  await keys.close();
  await storage.close();
  process.stdout.write(`SQLite ${ok}\n`);
}

// Not awaited: a bundle in CommonJS cannot.
void main();
