import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { installOnce } from '../../../tools/install.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** These runtimes are installed as binaries for Linux x64. */
describe.runIf(process.platform === 'linux' && process.arch === 'x64')('drivers for SQLite', () => {
  beforeAll(() => installOnce('tools/runtimes'), 300_000);

  it.each([['node-sqlite', 'Node 24', 'node-24/bin/node']])(
    '%s fulfils the contract of a repository on %s',
    async (driver, _runtime, binary) => {
      const runtime = `${root}tools/runtimes/node_modules/${binary}`;
      const program = `${root}packages/kysely/test-support/sqlite-contract.mjs`;
      const { stdout } = await promisify(execFile)(runtime, [program, driver]).catch((error) => error);
      expect(stdout).toMatch(new RegExp(`^${driver}: \\d{3} clauses hold, 0 fail\n$`));
    },
    120_000,
  );
});
