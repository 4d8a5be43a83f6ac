// A folder with Postern and what it needs installed, as `npm install` leaves it.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeSubject } from '../write-subject.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Creates the folder. Postern's packages are copied, because a link would lead to the modules of this repository; the
 * driver is the one that works with the runtime.
 *
 * @param driver The path of a better-sqlite3.
 */
export function createApplication(driver) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'postern-runtimes-')));
  const modules = join(folder, 'node_modules');
  for (const name of packages()) copyPackage(name, modules);
  for (const name of installedModules()) link(`${root}node_modules/${name}`, join(modules, name));
  link(root + driver, join(modules, 'better-sqlite3'));
  const checks = join(folder, 'checks');
  cpSync(fileURLToPath(new URL('checks', import.meta.url)), checks, { recursive: true });
  for (const name of ['sqlite-contract', 'sqlite-checks', 'sqlite-subject', 'by-hand', 'host-connection'])
    cpSync(`${root}packages/kysely/test-support/${name}.mjs`, join(checks, `${name}.mjs`));
  for (const name of ['hono', 'express', 'fastify', 'nestjs'])
    writeSubject(name, 'subject.ts', join(checks, `subjects/${name}.mjs`));
  writeSubject('fetch', 'subject-app.ts', join(checks, 'subjects/fetch.mjs'));
  return folder;
}

/** The names of Postern's packages that are published. */
function packages() {
  const isPublished = (name) =>
    JSON.parse(readFileSync(`${root}packages/${name}/package.json`, 'utf8')).private !== true;
  return readdirSync(`${root}packages`).filter(
    (name) => existsSync(`${root}packages/${name}/package.json`) && isPublished(name),
  );
}

function copyPackage(name, modules) {
  for (const part of ['package.json', 'dist'])
    cpSync(`${root}packages/${name}/${part}`, join(modules, '@postern', name, part), { recursive: true });
}

/** The other modules of the repository, but not its own packages or the driver. */
function installedModules() {
  const names = readdirSync(`${root}node_modules`).filter((name) => !name.startsWith('.'));
  return names
    .flatMap((name) =>
      name.startsWith('@')
        ? readdirSync(`${root}node_modules/${name}`).map((inner) => `${name}/${inner}`)
        : [name],
    )
    .filter((name) => !name.startsWith('@postern/') && name !== 'better-sqlite3');
}

function link(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  symlinkSync(from, to, 'junction');
}
