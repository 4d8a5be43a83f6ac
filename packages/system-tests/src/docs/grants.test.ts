import { postgresStorage } from '@postern/kysely/postgres';
import { createDatabase } from '@postern/postgres-server';
import pg from 'pg';
import { expect, inject, it, onTestFinished } from 'vitest';
import { keysThatAllowAll } from '../../test-support/keys-that-allow-all.js';
import { readPage } from './pages.js';

const ada = { kind: 'user', id: 'ada' } as const;

it('docs/scaling.md has the grants that each role needs', async () => {
  const url = await databaseForRoles();
  const [before = '', after = ''] = grants().split('-- after it');
  await asSuperuser(url, before);
  // Only once they were created: a server that already had roles with these names keeps them.
  onTestFinished(async () => {
    await asSuperuser(url, 'drop owned by postern_migrator, postern_server cascade');
    await asSuperuser(url, 'drop role postern_migrator, postern_server');
  });
  const migrator = storageAs('postern_migrator', url);
  await migrator.migrate();
  await asSuperuser(url, after);

  const storage = storageAs('postern_server', url);
  await storage.migrate();
  const keys = keysThatAllowAll({ repository: storage.repository });
  const { token, key } = await keys.issue({ owner: ada, actor: ada, name: 'CI Pipeline' });
  expect(await keys.verify(token)).toMatchObject({ ok: true });
  const retried = { owner: ada, actor: ada, name: 'Nightly', idempotencyKey: 'one' };
  for (const attempt of [retried, retried]) await keys.issue(attempt);
  await keys.rename(key.id, { actor: ada, name: 'Nightly' });
  await keys.disable(key.id, { actor: ada, reason: 'lost' });
  await keys.enable(key.id, { actor: ada });
  await keys.rotate(key.id, { actor: ada, graceMs: 60_000 });
  await keys.revoke(key.id, { actor: ada });
  expect(await keys.revokeAll({ owner: ada, actor: ada, reason: 'left' })).toEqual({ revoked: 2 });
  expect((await keys.list({ owner: ada, actor: ada, state: 'all' })).keys).toHaveLength(4);
  const revokedBefore = new Date(Date.now() + 60_000);
  expect(await keys.purge({ actor: ada, revokedBefore })).toEqual({ purged: 4 });
  expect((await keys.history({ owner: ada, actor: ada })).entries.length).toBeGreaterThan(8);
  await keys.close();
  expect(keys.counters().droppedUses).toBe(0);
});

function grants(): string {
  const { markdown } = readPage('docs/scaling.md');
  return /## Grants.*?```text figure\n(.*?)```/s.exec(markdown)?.[1] ?? '';
}

/** Creates a database. Roles belong to the server, and remain when a database is dropped. */
async function databaseForRoles(): Promise<string> {
  const { url, drop } = await createDatabase(inject('postgresUrl'));
  onTestFinished(drop);
  return url;
}

async function asSuperuser(url: string, statements: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statements).finally(() => client.end());
}

function storageAs(role: string, url: string) {
  const asRole = new URL(url);
  asRole.username = role;
  const storage = postgresStorage({ connectionString: asRole.href });
  onTestFinished(() => storage.close());
  return storage;
}
