import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CodeBlock, codeBlocks } from '../src/docs/code-blocks.js';
import { followPage, type Reader } from '../src/docs/follow-page.js';
import { documentationPages } from '../src/docs/pages.js';
import { type Program, pagePrograms, typeCheck } from '../src/docs/programs.js';
import { type Application, newApplication, pinOthers, tarballsOf } from './application.js';
import { isQuick } from './extent.js';
import { installedPackages } from './installed-packages.js';
import { node24, thisNode } from './nodes.js';
import { driver } from './pinned.js';
import { strictOptions } from './strict-options.js';

/** The example workspace and the tools are not packages. */
const needsCheckout = ({ code, language }: CodeBlock) =>
  language === 'sh' && /\bnpm (start|run)\b/.test(code);

/** SQLite's driver for Node 20 is compiled, or downloaded, when it is installed. */
const needsDriver = ({ code }: CodeBlock) => /kysely\/sqlite|better-sqlite3/.test(code);

const pages = documentationPages()
  .map(({ path, markdown }) => ({ path, blocks: codeBlocks(markdown) }))
  .filter(({ blocks }) => blocks.length > 0);
const readmes = pages.filter(({ path }) => /^(README|packages\/.*|docs\/getting-started)\.md$/.test(path));
const others = pages.filter((page) => !readmes.includes(page) && !page.blocks.some(needsCheckout));
const withoutDriver = readmes.filter(({ blocks }) => !blocks.some(needsDriver));

describe.each([
  { where: 'Node 24', node: node24, pages: isQuick ? readmes : [...readmes, ...others], packages: [driver] },
  { where: 'this Node, without a driver', node: thisNode, pages: withoutDriver, packages: [] },
])('installed on $where', ({ node, pages, packages }) => {
  const application = newApplication(node);
  const programs = new Map(
    pages.map(({ path, blocks }) => [path, pagePrograms(path, blocks, `${application.folder}programs/`)]),
  );
  let errorsIn: (program: Program, block: CodeBlock) => readonly string[];

  beforeAll(async () => {
    pinOthers(application);
    await application.npm('install', ...tarballsOf(), ...packages);
    errorsIn = typeCheck([...programs.values()].flat(), strictOptions(application.folder));
  });
  afterAll(application.remove);

  it('no package has a build step', () => {
    const installed = installedPackages(application.folder);
    expect(installed.length).toBeGreaterThan(50);
    expect(installed.filter(({ buildSteps }) => buildSteps.length > 0)).toEqual([]);
  });

  const reader: Reader = {
    machine: application.machine,
    errorsIn: (program, block) => errorsIn(program, block),
    runNpm: (code) => expect(missing(code, application)).toEqual([]),
  };
  for (const { path, blocks } of pages)
    describe(path, () => followPage(blocks, programs.get(path) ?? [], reader));
});

/** Returns the packages in `npm install` commands that are not installed. Other commands belong to a checkout. */
function missing(code: string, { folder }: Application): readonly string[] {
  const commands = code.split(/\n|&&/).map((line) => line.trim().split(/\s+/));
  return commands
    .filter(([npm, verb]) => npm === 'npm' && (verb === 'install' || verb === 'i'))
    .flatMap(([, , ...names]) => names.filter((name) => !name.startsWith('-')))
    .filter((name) => !existsSync(`${folder}node_modules/${name.replace(/(?<=.)@.*/, '')}`));
}
