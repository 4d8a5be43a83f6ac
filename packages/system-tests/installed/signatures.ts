import { writeFileSync } from 'node:fs';
import { inject } from 'vitest';
import type { Machine } from '../src/docs/machine.js';
import { runOn } from './run-on.js';

/** Lists the exports of modules, as `[name, whether it is a function and not a class]`. */
const list = `
  const isFunction = (value) => typeof value === 'function' && !/^class\\b/.test(String(value));
  for (const path of process.argv.slice(1)) {
    const exported = await import(path).then(Object.entries, ({ code }) => code);
    const named = typeof exported === 'string' ? [] : exported.map(([name, value]) => [name, isFunction(value)]);
    console.log(JSON.stringify(named));
  }
`;

/**
 * Writes a module whose declarations spell out the parameters and the result of every function, and the type of every
 * other export, of all packages. It compiles only if an application may name all of these types. Returns the entry
 * points that cannot be loaded here.
 */
export async function writeSignatures(folder: string, machine: Machine): Promise<readonly string[]> {
  const paths = inject('tarballs').flatMap(({ entryPoints }) => entryPoints);
  const printed = await runOn(machine, 'node', ['--input-type=module', '--eval', list, ...paths], folder);
  const exportsOf = printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as readonly (readonly [name: string, isFunction: boolean])[]);
  const helper =
    'declare const signature: <A extends readonly unknown[], R>(f: (...args: A) => R) => { args: A; result: R };';
  const lines = paths.flatMap((path, index) => [
    `import * as m${index} from '${path}';`,
    ...(exportsOf[index] ?? []).map(([name, isFunction]) => {
      const value = `m${index}.${name}`;
      return `export const m${index}_${name} = ${isFunction ? `signature(${value})` : value};`;
    }),
  ]);
  writeFileSync(`${folder}signatures.ts`, [helper, ...lines, ''].join('\n'));
  return paths.filter((_path, index) => exportsOf[index]?.length === 0);
}
