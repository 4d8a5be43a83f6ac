import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { filesFor, newApplication } from './application.js';
import { installedPackages } from './installed-packages.js';
import { node24 } from './nodes.js';
import { driver, pinned } from './pinned.js';
import { runOn } from './run-on.js';

const program = (storage: string) => `
  import { argon2Hasher } from '@postern/argon2';
  import { createApiKeys, eachOwner, selfService } from '@postern/core';
  import { apiKeyAuth, principalOf } from '@postern/hono';
  import { sqliteStorage } from '${storage}';
  import { Hono } from 'hono';

  const storage = sqliteStorage({ file: './keys.sqlite' });
  await storage.migrate();
  const owners = eachOwner(() => ({ active: true, permissions: [] }));
  const options = { repository: storage.repository, hasher: argon2Hasher(), owners, policy: selfService() };
  const keys = createApiKeys(options);
  const ada = { kind: 'user', id: 'ada' };
  const { token } = await keys.issue({ owner: ada, actor: ada, name: 'CI Pipeline' });
  const app = new Hono().use(apiKeyAuth(keys)).get('/', (c) => c.text(principalOf(c).owner.id));
  const send = (headers) => app.request('/', { headers });
  const [accepted, refused] = [await send({ 'x-api-key': token }), await send({})];
  console.log(accepted.status, await accepted.text(), refused.status);
  await keys.close();
  await storage.close();
`;

const packages = ['@postern/core', '@postern/argon2', '@postern/kysely', '@postern/hono'];
const maxPackages = 40;

describe.each([
  { entryPoint: '@postern/kysely/node-sqlite', drivers: [], maxMegabytes: 30 },
  // Its binaries for eight platforms take 17 MB, and the sources of SQLite 10 MB.
  { entryPoint: '@postern/kysely/sqlite', drivers: [driver], maxMegabytes: 45 },
])('the smallest application with $entryPoint on Node 24', ({ entryPoint, drivers, maxMegabytes }) => {
  const application = newApplication(node24);
  const { folder, machine } = application;
  let installMs: number;

  beforeAll(async () => {
    const files = filesFor(packages, inject('tarballs'));
    installMs = await application.npm('install', ...files, pinned('hono'), ...drivers);
    writeFileSync(`${folder}main.mjs`, program(entryPoint));
  });
  afterAll(application.remove);

  it(`installs without a build step, fewer than ${maxPackages} packages and ${maxMegabytes} MB`, () => {
    const installed = installedPackages(folder);
    const inMegabytes = (bytes: number) => (bytes / 1_000_000).toFixed(1);
    const total = installed.reduce((sum, { bytes }) => sum + bytes, 0);
    const largest = installed.slice(0, 3).map(({ name, bytes }) => `${name} ${inMegabytes(bytes)}`);
    const seconds = (installMs / 1_000).toFixed(1);
    process.stdout.write(
      `${entryPoint}: ${installed.length} packages, ${inMegabytes(total)} MB (${largest.join(', ')}), in ${seconds} s\n`,
    );
    expect(installed.filter(({ buildSteps }) => buildSteps.length > 0)).toEqual([]);
    expect(installed.length).toBeLessThan(maxPackages);
    expect(total).toBeLessThan(maxMegabytes * 1_000_000);
  });

  it('issues a key and checks requests', async () => {
    expect(await runOn(machine, 'node', ['main.mjs'], folder)).toBe('200 ada 401\n');
  });

  it('is installed again from its lockfile, as in a container', async () => {
    // From a lockfile, npm would run node-gyp for a package that has a binding.gyp, and forget that it needs none.
    if (drivers.length > 0)
      await application.npm('pkg', 'set', 'allowScripts.better-sqlite3=false', '--json');
    await application.npm('ci');
    expect(await runOn(machine, 'node', ['main.mjs'], folder)).toBe('200 ada 401\n');
  });
});
