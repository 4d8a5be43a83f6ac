import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { installOnce } from '../../../tools/install.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const runtimes = `${root}tools/runtimes/node_modules`;
const installed = `${root}node_modules/better-sqlite3`;
const major = Number.parseInt(process.versions.node, 10);

/** Creates the tables, and prints the result. */
const program = `
  import { sqliteStorage } from '@postern/kysely/sqlite';
  try {
    const storage = sqliteStorage({ file: 'keys.sqlite' });
    await storage.migrate();
    await storage.close();
    console.log(JSON.stringify({ message: 'works' }));
  } catch ({ code, message, cause }) {
    console.log(JSON.stringify({ code, message, cause: cause?.message }));
  }
`;

/** Creates a directory with Postern and a driver installed, as `npm install` leaves it. `change` damages the driver. */
function application(driver: string, change: (driver: string) => void = () => undefined): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'postern-driver-')));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const modules = join(directory, 'node_modules');
  for (const name of ['core', 'kysely'])
    for (const part of ['package.json', 'dist'])
      cpSync(`${root}packages/${name}/${part}`, join(modules, '@postern', name, part), { recursive: true });
  for (const name of ['kysely', 'bindings', 'file-uri-to-path'])
    symlinkSync(`${root}node_modules/${name}`, join(modules, name));
  cpSync(driver, join(modules, 'better-sqlite3'), { recursive: true });
  change(join(modules, 'better-sqlite3'));
  writeFileSync(join(directory, 'main.mjs'), program);
  return directory;
}

async function run(node: string, directory: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(node, ['main.mjs'], { cwd: directory });
  return JSON.parse(stdout);
}

const removeBuild = (driver: string) => rmSync(join(driver, 'build'), { recursive: true });
const notBuilt = {
  code: 'ERR_INVALID_CONFIG',
  message: expect.stringMatching(
    /^sqliteStorage: the native module of better-sqlite3 was not built for this Node .* run npm rebuild better-sqlite3/,
  ),
  cause: 'Error ERR_DLOPEN_FAILED',
};

describe('sqliteStorage says what to do if its driver is unusable', () => {
  it('works if the driver can be used', async () => {
    expect(await run(process.execPath, application(installed))).toEqual({ message: 'works' });
  });

  it('reports a native module that is missing because install scripts were blocked', async () => {
    expect(await run(process.execPath, application(installed, removeBuild))).toMatchObject({
      code: 'ERR_INVALID_CONFIG',
      message: expect.stringMatching(
        /^sqliteStorage: better-sqlite3 is installed without its native module.* npm rebuild better-sqlite3 \(with pnpm: pnpm approve-builds\)/,
      ),
    });
  });

  it('reports a native module of another system', async () => {
    const directory = application(installed, (driver) => {
      removeBuild(driver);
      mkdirSync(join(driver, 'build/Release'), { recursive: true });
      writeFileSync(join(driver, 'build/Release/better_sqlite3.node'), 'built for another system');
    });
    expect(await run(process.execPath, directory)).toEqual(notBuilt);
  });
});

/** These versions of Node are installed as binaries for Linux x64. */
describe.runIf(process.platform === 'linux' && process.arch === 'x64')('on other versions of Node', () => {
  beforeAll(() => installOnce('tools/runtimes'), 300_000);

  const others = [22, 24, 26].filter((version) => version !== major);
  it.each(others)('reports a native module that was built before an update to Node %i', async (version) => {
    expect(await run(`${runtimes}/node-${version}/bin/node`, application(installed))).toEqual(notBuilt);
  });

  it('reports that Node 18 is too old', async () => {
    expect(await run(`${runtimes}/node-18/bin/node`, application(installed))).toEqual({
      code: 'ERR_INVALID_CONFIG',
      message: expect.stringMatching(/^sqliteStorage: Postern needs Node 20\.12 or later, and this is 18\./),
    });
  });

  // Loading the native module would crash the process without an error.
  it.runIf(major < 22)('reports a driver for a later version of Node', async () => {
    expect(await run(process.execPath, application(`${runtimes}/better-sqlite3`))).toEqual({
      code: 'ERR_INVALID_CONFIG',
      message: expect.stringMatching(
        /^sqliteStorage: better-sqlite3 13\..* needs Node 22 or later, and this is 2.* npm install better-sqlite3@12$/,
      ),
    });
  });

  it('works with that driver on a later version of Node', async () => {
    const directory = application(`${runtimes}/better-sqlite3`);
    expect(await run(`${runtimes}/node-22/bin/node`, directory)).toEqual({ message: 'works' });
  });
});
