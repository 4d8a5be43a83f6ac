/** Keys in both databases, hashed by the default engine. A test bundles it without the packages that it may not contain. */
import { argon2Hasher } from '@postern/argon2';
import { createApiKeys, eachOwner, selfService } from '@postern/core';
import { postgresStorage } from '@postern/kysely/postgres';
import { sqliteStorage } from '@postern/kysely/sqlite';

const ada = { kind: 'user', id: 'ada' };
const hasher = argon2Hasher();

async function check(name, storage) {
  await storage.migrate();
  const owners = eachOwner(() => ({ active: true, permissions: [] }));
  const keys = createApiKeys({ repository: storage.repository, hasher, owners, policy: selfService() });
  const { token } = await keys.issue({ owner: ada, actor: ada, name: 'CI Pipeline' });
  const { ok } = await keys.verify(token);
  await keys.close();
  await storage.close();
  process.stdout.write(`${name} ${ok}\n`);
}

async function main() {
  await check('SQLite', sqliteStorage({ file: './keys.sqlite' }));
  await check('PostgreSQL', postgresStorage({ connectionString: process.env.DATABASE_URL }));
}

// Not awaited: a bundle in CommonJS cannot.
void main();
