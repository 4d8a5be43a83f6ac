// Runs the contract of a repository, and the checks of drivers, on one driver for SQLite, in any runtime and without a
// test runner: `node packages/kysely/test-support/sqlite-contract.mjs node-sqlite`, or with bun-sqlite in Bun, or
// better-sqlite3. It runs the built packages. Prints what fails, and how many clauses hold; its exit code is 1 if one
// fails.
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { keyRepositoryContract } from '@postern/conformance';
import { openHost } from './host-connection.mjs';
import { runCheck, sqliteChecks } from './sqlite-checks.mjs';
import { sqliteSubject } from './sqlite-subject.mjs';

const [, , driver] = process.argv;
const entry = driver === 'better-sqlite3' ? 'sqlite' : driver;
const { sqliteStorage } = await import(`@postern/kysely/${entry}`);

// Linux keeps files in memory there: a clause waits for the disk with each commit.
const inMemory = '/dev/shm';
const directory = mkdtempSync(join(existsSync(inMemory) ? inMemory : tmpdir(), 'postern-contract-'));
const migrated = join(directory, 'migrated.sqlite');
const storage = sqliteStorage({ file: migrated });
await storage.migrate();
await storage.close();

let files = 0;
let held = 0;
let failed = 0;
for (const options of [{ rememberedRecords: 0 }, {}]) {
  for (const { name, run } of keyRepositoryContract)
    await hold(name, options, () => run(async () => sqliteSubject(newFile(options)), { skip }));
  for (const check of sqliteChecks)
    await hold(check.name, options, () => runCheck(check, newFile({ busyDeadlineMs: 1_000, ...options })));
}
rmSync(directory, { recursive: true });
process.stdout.write(`${driver}: ${held} clauses hold, ${failed} fail\n`);
process.exitCode = failed === 0 ? 0 : 1;

async function hold(name, options, run) {
  try {
    await run();
    held += 1;
  } catch (error) {
    failed += 1;
    process.stdout.write(`not ok: ${name}, with ${inspect(options)}: ${inspect(error)}\n`);
  }
}

/** A clause that is skipped would count as one that holds. */
function skip(reason) {
  throw new Error(reason);
}

function newFile(options) {
  files += 1;
  const file = join(directory, `${files}.sqlite`);
  copyFileSync(migrated, file);
  return {
    file,
    open: () => sqliteStorage({ file, busyDeadlineMs: 100, ...options }),
    openHost: () => openHost(driver, file),
  };
}
