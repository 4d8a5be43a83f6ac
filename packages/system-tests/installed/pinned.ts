import { readFileSync } from 'node:fs';
import { root } from '../src/docs/pages.js';

type Versions = Readonly<Record<string, string>>;

/** Returns a package of others as npm takes it, in the version that `package.json` pins: `hono@4.13.19`. */
export function pinned(name: string): string {
  const version = pins[name];
  if (version === undefined) throw new Error(`${name} is not pinned`);
  return `${name}@${version}`;
}

const pins: Versions = { ...versionsIn('packages/system-tests/installed'), ...versionsIn('tools/runtimes') };

/**
 * What to install for SQLite on Node 22 or later. It is not in the lockfile of this folder: with one, npm forgets that
 * the package needs no `node-gyp rebuild`.
 */
export const driver: string = pinned('better-sqlite3');

function versionsIn(folder: string): Versions {
  const manifest = JSON.parse(readFileSync(`${root}${folder}/package.json`, 'utf8')) as {
    readonly dependencies?: Versions;
    readonly devDependencies?: Versions;
  };
  return { ...manifest.dependencies, ...manifest.devDependencies };
}
