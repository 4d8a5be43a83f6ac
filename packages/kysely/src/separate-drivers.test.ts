import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

/** Imports an entry point of this package in a process without some drivers. Returns what it printed. */
function importWithout(entry: string, ...drivers: readonly string[]): string {
  const program = `
    import { register } from 'node:module';
    const refuse = \`export async function resolve(specifier, context, next) {
      if (${JSON.stringify(drivers)}.includes(specifier)) throw new Error('there is no ' + specifier);
      return next(specifier, context);
    }\`;
    register('data:text/javascript,' + encodeURIComponent(refuse));
    console.log(Object.keys(await import('@postern/kysely/${entry}')).sort().join(' '));`;
  const hooks = new URL('../test-support/run-sources.mjs', import.meta.url).href;
  const options = ['--import', hooks, '--input-type=module', '--eval', program];
  return execFileSync(process.execPath, options, {
    cwd: fileURLToPath(new URL('../', import.meta.url)),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

it.each([
  ['sqlite', ['pg']],
  ['node-sqlite', ['pg', 'better-sqlite3']],
  ['bun-sqlite', ['pg', 'better-sqlite3']],
  ['postgres', ['better-sqlite3']],
])('@postern/kysely/%s works without %j', (entry, drivers) => {
  expect(importWithout(entry, ...drivers)).toMatch(
    entry === 'postgres' ? 'postgresStorage' : 'sqliteStorage',
  );
});

it('each entry point needs its own driver, so the test above would notice a missing one', () => {
  expect(() => importWithout('sqlite', 'better-sqlite3')).toThrow('there is no better-sqlite3');
});
