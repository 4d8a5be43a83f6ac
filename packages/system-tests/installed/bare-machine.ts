import { accessSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Machine } from '../src/docs/machine.js';

/** Commands of the system that a page may use. None of them compiles anything. */
const commands = [
  'sh',
  'bash',
  'env',
  'cat',
  'cmp',
  'curl',
  'grep',
  'head',
  'rm',
  'sed',
  'sleep',
  'tr',
  'which',
];

/** Variables that would lead npm to a compiler, to scripts that are not run, or to the checkout. */
const hidden =
  /^(?:PATH|INIT_CWD|NODE_.*|VITEST.*|PYTHON|CC|CXX|MAKE.*|npm_(?!config_)\w+|npm_config_(?:.*prefix|node_?gyp|nodedir|python|ignore_scripts))$/i;

/**
 * Creates a machine in a folder, with one version of Node, the npm of this one, a shell, and without anything that
 * compiles.
 */
export function bareMachine(node: string, folder: string): Machine {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  symlinkSync(node, join(bin, 'node'));
  for (const [name, script] of [
    ['npm', 'npm-cli.js'],
    ['npx', 'npx-cli.js'],
  ] as const)
    writeFileSync(join(bin, name), `#!/bin/sh\nexec node '${join(npmFolder(), script)}' "$@"\n`, {
      mode: 0o755,
    });
  for (const name of commands) {
    const path = find(name);
    if (path !== undefined) symlinkSync(path, join(bin, name));
  }
  const kept = Object.entries(process.env).filter(([name]) => !hidden.test(name));
  return { node, environment: { ...Object.fromEntries(kept), PATH: bin } };
}

function npmFolder(): string {
  const npm = find('npm');
  if (npm === undefined) throw new Error('npm is not on the PATH');
  return join(realpathSync(npm), '..');
}

function find(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, 1);
        return true;
      } catch {
        return false;
      }
    });
}
