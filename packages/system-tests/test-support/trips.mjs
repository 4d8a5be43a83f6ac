import { mkdtempSync, rmSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ada = { kind: 'user', id: 'ada' };

/** Returns, for each trip, the source files with a function that runs. Needs a build (`npm run build`). */
export async function countTrips(root) {
  const load = (name, file = 'index') =>
    import(pathToFileURL(`${root}packages/${name}/dist/${file}.js`).href);
  const { createApiKeys, eachOwner, selfService } = await load('core');
  const { argon2Hasher } = await load('argon2');
  const { apiKeyAuth } = await load('hono');
  const { sqliteStorage } = await load('kysely', 'sqlite/index');
  const { postgresStorage } = await load('kysely', 'postgres/index');
  const { startPostgres } = await load('postgres-server');
  const { Hono } = await import('hono');

  const hasher = argon2Hasher();
  const keysOf = ({ repository }) =>
    createApiKeys({
      repository,
      hasher,
      owners: eachOwner(() => ({ active: true, permissions: [] })),
      policy: selfService(),
    });
  const issue = (keys) => keys.issue({ owner: ada, actor: ada, name: 'CI Pipeline' });

  const directory = mkdtempSync(join(tmpdir(), 'postern-shape-'));
  const sqlite = sqliteStorage({ file: join(directory, 'keys.sqlite') });
  const server = await startPostgres();
  const postgres = postgresStorage({ connectionString: server.url });
  try {
    await sqlite.migrate();
    await postgres.migrate();
    const onSqlite = keysOf(sqlite);
    const onPostgres = keysOf(postgres);
    const app = new Hono().use(apiKeyAuth(onSqlite));

    const refused = await issue(onSqlite);
    const headers = { 'x-api-key': refused.token };
    const request = () => app.request('/', { headers });
    await request();
    await onSqlite.revoke(refused.key.id, { actor: ada });
    const revoked = await issue(onPostgres);
    return {
      'a revoked key is refused, by Hono on SQLite': await filesOf(root, request),
      'a key is revoked, on PostgreSQL': await filesOf(root, () =>
        onPostgres.revoke(revoked.key.id, { actor: ada }),
      ),
    };
  } finally {
    await sqlite.close();
    await postgres.close();
    await server.close();
    rmSync(directory, { recursive: true });
  }
}

/**
 * Returns the source files with a function that runs during a call. Code that runs while a file loads does not count.
 */
async function filesOf(root, call) {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await call();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  session.disconnect();
  const packages = pathToFileURL(`${root}packages/`).href;
  return (
    result
      .filter(({ url }) => url.startsWith(packages) && url.includes('/dist/'))
      // A function that begins at the start of the file is the module itself.
      .filter(({ functions }) =>
        functions.some(({ ranges: [{ startOffset, count }] }) => startOffset > 0 && count > 0),
      )
      .map(({ url }) =>
        url
          .slice(packages.length)
          .replace('/dist/', '/')
          .replace(/[.]js$/, '.ts'),
      )
      .sort()
  );
}
