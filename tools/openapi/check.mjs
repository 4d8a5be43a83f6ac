// Lints the OpenAPI document of the management API with the recommended rules of two linters: `npm run openapi:check`.
// Needs a build.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createApiKeys, eachOwner } from '@postern/core';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import { defaultOwnerPaths, managementHandler } from '@postern/management';

const run = promisify(execFile);
const at = (path) => fileURLToPath(new URL(path, import.meta.url));

const keys = createApiKeys({
  repository: memoryKeyRepository(),
  hasher: insecureHasher(),
  owners: eachOwner(() => ({ active: true, permissions: [] })),
  kinds: ['user', 'team', 'service'],
});
const manage = managementHandler(keys, {
  authenticate: () => null,
  ownersOf: () => [],
  isAdmin: () => false,
  ownerPaths: { ...defaultOwnerPaths, service: { path: '/services/{id}', title: 'Service accounts' } },
});
const document = await manage(new Request('http://localhost/openapi.json'));

const folder = mkdtempSync(join(tmpdir(), 'postern-openapi-'));
const file = join(folder, 'openapi.json');
writeFileSync(file, JSON.stringify(await document.json(), undefined, 2));

/** Neither linter contacts the internet. */
const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };

/** Runs a linter, prints what it found, and returns its name if it found anything. A warning counts as a failure. */
async function failures(name, ...args) {
  try {
    await run(at(`node_modules/.bin/${name}`), ['lint', file, ...args], { cwd: folder, env });
    return [];
  } catch ({ stdout, stderr }) {
    console.error(`${name}:\n${stdout}${stderr}`);
    return [name];
  }
}

const failed = await Promise.all([
  failures('redocly', '--extends=recommended-strict', '--max-problems=1000'),
  failures('spectral', `--ruleset=${at('spectral.json')}`, '--fail-severity=hint'),
]);
rmSync(folder, { recursive: true });
if (failed.flat().length > 0) process.exitCode = 1;
else console.log('redocly and spectral find no problems in the OpenAPI document');
