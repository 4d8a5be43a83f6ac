import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newApplication, tarballsOf } from './application.js';
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

/** Bounds for an application that has keys in SQLite and a middleware, on Node 24. */
const bounds = { packages: 40, megabytes: 30 };

describe.each([{ entryPoint: '@postern/kysely/sqlite', drivers: [driver], megabytes: 45 }])(
  'the smallest application with $entryPoint on Node 24',
  ({ entryPoint, drivers, megabytes }) => {
    const application = newApplication(node24);
    const { folder, machine } = application;
    let installMs: number;

    beforeAll(async () => {
      const packages = tarballsOf('@postern/core', '@postern/argon2', '@postern/kysely', '@postern/hono');
      installMs = await application.npm('install', ...packages, pinned('hono'), ...drivers);
      writeFileSync(`${folder}main.mjs`, program(entryPoint));
    });
    afterAll(application.remove);

    it(`installs without a build step, fewer than ${bounds.packages} packages and ${megabytes} MB`, () => {
      const installed = installedPackages(folder);
      const size = installed.reduce((sum, { bytes }) => sum + bytes, 0) / 1_000_000;
      const largest = installed
        .slice(0, 3)
        .map(({ name, bytes }) => `${name} ${(bytes / 1_000_000).toFixed(1)}`);
      process.stdout.write(
        `${entryPoint}: ${installed.length} packages, ${size.toFixed(1)} MB (${largest.join(', ')}), ` +
          `installed in ${(installMs / 1_000).toFixed(1)} s\n`,
      );
      expect(installed.filter(({ buildSteps }) => buildSteps.length > 0)).toEqual([]);
      expect(installed.length).toBeLessThan(bounds.packages);
      expect(size).toBeLessThan(megabytes);
    });

    it('issues a key and checks requests', async () => {
      expect(await runOn(machine, 'node', ['main.mjs'], folder)).toBe('200 ada 401\n');
    });
  },
);
