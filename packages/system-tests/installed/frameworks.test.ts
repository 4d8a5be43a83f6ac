import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readPage } from '../src/docs/pages.js';
import { startServer } from '../src/docs/server.js';
import { filesFor, newApplication } from './application.js';
import { node22, node24, thisNode } from './nodes.js';
import { runOn } from './run-on.js';

const names = ['core', 'argon2', 'kysely', 'hono', 'fetch'].map((name) => `@postern/${name}`);

/** Creates the application of a folder here, with the packages installed. */
function applicationOf(name: string, node: string) {
  const application = newApplication(node);
  beforeAll(async () => {
    cpSync(fileURLToPath(new URL(name, import.meta.url)), application.folder, { recursive: true });
    await application.npm('install', ...filesFor(names, inject('tarballs')));
  }, 300_000);
  afterAll(application.remove);
  return application;
}

describe('an application whose tests run on Jest', { timeout: 120_000 }, () => {
  const { folder, machine } = applicationOf('jest', node24);
  const [, command = ''] = /^"test": "node (.+)"$/m.exec(readPage('docs/bundlers.md').markdown) ?? [];
  const args = command.split(' ');

  it('imports and requires the packages on Node 24, with the command in docs/bundlers.md', async () => {
    await runOn(machine, node24, [...args, '--json', '--outputFile=result.json'], folder);
    const passed = 'JSON.parse(fs.readFileSync("result.json")).numPassedTests';
    expect(await runOn(machine, 'node', ['--print', passed], folder)).toBe('2\n');
  });

  it('imports them on this Node', async () => {
    await runOn(machine, thisNode, [...args, 'esm'], folder);
  });
});

describe('an application on Next.js', { timeout: 300_000 }, () => {
  const { folder, machine } = applicationOf('next', node24);
  const [, instrumentation = ''] =
    /^\/\/ instrumentation\.ts\n(.+?)^```/ms.exec(readPage('docs/fetch.md').markdown) ?? [];

  // Node 24 has Argon2id itself. On Node 22, it is a package with a native module.
  it.each([
    ['24', node24],
    ['22', node22],
  ])(
    'is built without external packages and database, migrates as docs/fetch.md says, and checks keys, on Node %s',
    async (_version, node) => {
      const environment = { ...machine.environment, NEXT_TELEMETRY_DISABLED: '1' };
      const next = 'node_modules/next/dist/bin/next';
      writeFileSync(`${folder}instrumentation.js`, instrumentation.replace('./keys', './lib/keys.js'));
      rmSync(`${folder}keys.sqlite`, { force: true });
      await runOn({ node, environment }, node, [next, 'build'], folder);
      expect(existsSync(`${folder}keys.sqlite`), 'the build opened the database').toBe(false);
      const command = `exec '${node}' ${next} start --port "$PORT"`;
      const { url, stop } = await startServer(command, { cwd: folder, environment });
      try {
        const token = await (await fetch(`${url}/api/agents`, { method: 'POST' })).text();
        const accepted = await fetch(`${url}/api/agents`, { headers: { 'x-api-key': token } });
        expect([accepted.status, await accepted.json()]).toEqual([200, { kind: 'user', id: 'ada' }]);
        expect((await fetch(`${url}/api/agents`)).status).toBe(401);
      } finally {
        await stop();
      }
    },
  );
});
