// Runs the unit tests on other versions of Node, on Linux x64: `npm run test:node-versions`. Packages that need
// better-sqlite3 or a database are left out, because the binary of better-sqlite3 only works with the Node that installed
// it.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { installOnce } from './install.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = 'tools/runtimes';
const versions = ['node-22', 'node-24', 'node-26'];
const packages = [
  'core',
  'argon2',
  'http',
  'hono',
  'express',
  'fastify',
  'nestjs',
  'fetch',
  'management',
  'settings',
  'agent',
];

installOnce(folder);
for (const version of versions) {
  const node = `${root}${folder}/node_modules/${version}/bin/node`;
  const folders = packages.map((name) => `packages/${name}/src`);
  const { status } = spawnSync(
    node,
    ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', ...folders],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, TEST_DATABASE_URL: 'postgres://none.invalid/none' },
    },
  );
  console.log(`${version}: ${status === 0 ? 'passed' : 'failed'}`);
  if (status !== 0) process.exitCode = 1;
}
