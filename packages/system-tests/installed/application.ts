import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Machine } from '../src/docs/machine.js';
import { bareMachine } from './bare-machine.js';
import type { Tarball } from './pack-tarballs.js';
import { runOn } from './run-on.js';

/** A folder outside the checkout, for an application that installs the packages. */
export interface Application {
  /** Ends with a slash. */
  readonly folder: string;
  readonly machine: Machine;
  /** Runs npm in the folder, and returns how long that took, in milliseconds. */
  readonly npm: (...args: readonly string[]) => Promise<number>;
  readonly remove: () => void;
}

/** Creates an empty application on a machine that has this Node and cannot compile anything. */
export function newApplication(node: string): Application {
  const place = mkdtempSync(join(tmpdir(), 'postern-installed-'));
  const folder = `${place}/application/`;
  mkdirSync(folder);
  writeFileSync(`${folder}package.json`, '{ "private": true, "type": "module" }\n');
  const machine = bareMachine(node, place);
  return {
    folder,
    machine,
    async npm(...args) {
      const start = performance.now();
      await runOn(machine, 'npm', [...options, ...args], folder);
      return performance.now() - start;
    },
    remove: () => rmSync(place, { recursive: true, force: true }),
  };
}

/** npm runs every script that it finds: nothing may depend on a configuration that leaves them out. */
const options = ['--ignore-scripts=false', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];

/** Lets the application install the packages of others that are pinned in this folder. */
export function pinOthers({ folder }: Pick<Application, 'folder'>): void {
  for (const name of ['package.json', 'package-lock.json'])
    cpSync(fileURLToPath(new URL(name, import.meta.url)), folder + name);
}

/** Returns the files to install for some packages, and for those that they depend on. */
export function filesFor(wanted: readonly string[], tarballs: readonly Tarball[]): readonly string[] {
  const names = new Set(wanted);
  for (const name of names)
    for (const each of tarballs.find((tarball) => tarball.name === name)?.dependencies ?? []) names.add(each);
  return tarballs.filter(({ name }) => names.has(name)).map(({ file }) => file);
}
