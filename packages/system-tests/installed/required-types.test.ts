import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { newApplication } from './application.js';
import { compile } from './compile.js';
import { node24 } from './nodes.js';
import { pinned } from './pinned.js';

const application = newApplication(node24);
const { folder } = application;
const tarballs = inject('tarballs');
const files = tarballs.map(({ file }) => file);
const entryPoints = tarballs.flatMap((tarball) => tarball.entryPoints);

beforeAll(async () => {
  await application.npm('install', ...files, pinned('@types/node'), pinned('@types/express'));
});
afterAll(application.remove);

describe('an application that checks the declarations of packages', () => {
  it('compiles every entry point with none of the optional peers installed', async () => {
    expect(entryPoints.length).toBeGreaterThan(15);
    expect(await errorsOf('all.ts', entryPoints)).toEqual([]);
  });

  it('needs neither @types/node nor the types of a browser for these entry points', async () => {
    const alone = /^@postern\/(core|argon2|conformance)(\/|$)|^@postern\/http$/;
    const paths = entryPoints.filter((path) => alone.test(path));
    expect(paths.length).toBeGreaterThan(7);
    expect(await errorsOf('alone.ts', paths, [])).toEqual([]);
  });
});

/** Compiles an import of each entry point. */
async function errorsOf(name: string, paths: readonly string[], types: readonly string[] = ['node']) {
  const lines = paths.map((path, index) => `export * as m${index} from '${path}';\n`);
  writeFileSync(folder + name, lines.join(''));
  return (await compile(folder, { typescript: '7', files: [name], types })).errors;
}
