import { argon2Hasher } from '@postern/argon2';
import { createApiKeys, eachOwner, selfService } from '@postern/core';
import { sqliteStorage } from '@postern/kysely/node-sqlite';
import { postgresStorage } from '@postern/kysely/postgres';

export const storage = sqliteStorage({ file: './keys.sqlite' });

/** Never connects: it shows that `pg` is found. */
export const otherStorage = postgresStorage({ connectionString: 'postgres://none.invalid/none' });

export const keys = createApiKeys({
  repository: storage.repository,
  hasher: argon2Hasher(),
  owners: eachOwner(() => ({ active: true, permissions: ['agents:read'] })),
  policy: selfService(),
  permissions: ['agents:read'],
});
