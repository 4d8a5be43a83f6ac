import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { hasRuntimes, installRuntimes, otherSqliteDrivers } from '../test-support/sqlite-drivers.js';

const program = fileURLToPath(new URL('../../kysely/test-support/sqlite-contract.mjs', import.meta.url));

beforeAll(installRuntimes, 300_000);

for (const { name, on, runtime } of otherSqliteDrivers) {
  it.runIf(hasRuntimes)(
    `${name} on ${on} fulfils the contract of a repository, with and without a memory`,
    async () => {
      const { stdout } = await promisify(execFile)(runtime, [program, name]).catch((error) => error);
      expect(stdout).toMatch(new RegExp(`^${name}: \\d{3} clauses hold, 0 fail\n$`));
    },
    120_000,
  );
}
