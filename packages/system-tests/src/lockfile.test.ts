import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

interface LockedPackage {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The lockfiles of the root, and of the folders that scripts install on their first run. */
const lockfiles = execFileSync('git', ['ls-files', '*package-lock.json'], { cwd: root, encoding: 'utf8' })
  .trim()
  .split('\n');

describe.each(lockfiles)('%s', (path) => {
  const lock = JSON.parse(readFileSync(root + path, 'utf8')) as {
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };
  const packages = Object.entries(lock.packages);

  it('has an entry for every optional dependency of every platform, without which `npm ci` fails', () => {
    const missing = packages.flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) =>
          !(`${path}/node_modules/${name}` in lock.packages || `node_modules/${name}` in lock.packages),
      ),
    );
    expect(missing).toEqual([]);
  });

  it('names no download URLs', () => {
    expect(packages.filter(([, { resolved }]) => resolved?.includes('://'))).toEqual([]);
  });
});

it('the root installs nothing that only one script needs', () => {
  expect(lockfiles.length).toBeGreaterThan(5);
  const { devDependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  const heavy = [
    'typedoc',
    'vitepress',
    '@stryker-mutator/core',
    '@changesets/cli',
    '@arethetypeswrong/cli',
    '@redocly/cli',
    '@stoplight/spectral-cli',
    'better-auth',
  ];
  expect(heavy.filter((name) => name in devDependencies)).toEqual([]);
});
