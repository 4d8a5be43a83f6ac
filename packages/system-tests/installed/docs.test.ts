import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type CodeBlock, codeBlocks } from '../src/docs/code-blocks.js';
import { followPage, type Reader } from '../src/docs/follow-page.js';
import type { Machine } from '../src/docs/machine.js';
import { documentationPages } from '../src/docs/pages.js';
import { type Program, pagePrograms, typeCheck } from '../src/docs/programs.js';
import { newApplication, pinOthers } from './application.js';
import { isQuick } from './extent.js';
import { installedPackages } from './installed-packages.js';
import { thisNode } from './nodes.js';
import { strictOptions } from './strict-options.js';

/** The example workspace and the tools are not packages. */
const needsCheckout = ({ code, language }: CodeBlock) =>
  language === 'sh' && /\bnpm (start|run)\b/.test(code);

/** SQLite's driver for Node 20 is compiled, or downloaded, when it is installed. */
const needsDriver = ({ code }: CodeBlock) => /kysely\/sqlite|better-sqlite3/.test(code);

/** What a program imports from packages: `hono` for `hono/combine`. */
const importsOf = ({ code }: CodeBlock) =>
  Array.from(code.matchAll(/ from '((?:@[\w-]+\/)?[a-z][\w.-]*)/g), ([, name = '']) => name);

const everything = inject('everything');
const isInstalled = (name: string) => existsSync(`${everything.folder}node_modules/${name}`);

/** Applications do not run their tests where they run. */
const needsVitest = ({ code }: CodeBlock) => code.includes("from 'vitest'");

const pages = documentationPages()
  .map(({ path, markdown }) => ({
    path,
    blocks: codeBlocks(markdown).filter((block) => !needsVitest(block)),
  }))
  .filter(({ blocks }) => blocks.length > 0);
const readmes = pages.filter(({ path }) =>
  // The schema page uses Kysely, and npm installs another version here than in the checkout.
  /^(README|packages\/.*|docs\/(getting-started|schema))\.md$/.test(path),
);
const others = pages.filter(
  (page) =>
    !(readmes.includes(page) || page.blocks.some(needsCheckout)) &&
    page.blocks.flatMap(importsOf).every((name) => isInstalled(name)),
);
const withoutDriver = readmes.filter(({ blocks }) => !blocks.some(needsDriver));

describe('installed on Node 24', () => {
  const chosen = isQuick ? readmes : [...readmes, ...others];
  const programs = programsOf(chosen, everything);
  let errorsIn: Reader['errorsIn'];
  beforeAll(() => {
    errorsIn = typeCheck([...programs.values()].flat(), strictOptions(everything.folder));
  });
  readPages(chosen, programs, everything, (...where) => errorsIn(...where));
});

describe('installed on this Node, without a driver of SQLite', () => {
  const application = newApplication(thisNode);
  beforeAll(async () => {
    pinOthers(application);
    await application.npm('install', '--omit=dev', ...inject('tarballs').map(({ file }) => file));
  });
  afterAll(application.remove);
  // The compiler would find the same as above.
  readPages(withoutDriver, programsOf(withoutDriver, application), application, () => []);
});

interface Place {
  readonly folder: string;
  readonly machine: Machine;
}

type Programs = ReadonlyMap<string, readonly Program[]>;

const programsOf = (chosen: typeof pages, { folder }: Place): Programs =>
  new Map(chosen.map(({ path, blocks }) => [path, pagePrograms(path, blocks, `${folder}programs/`)]));

/** Declares a test for each block of the pages, and one for what is installed. */
function readPages(
  chosen: typeof pages,
  programs: Programs,
  { folder, machine }: Place,
  errorsIn: Reader['errorsIn'],
): void {
  it('no package has a build step', () => {
    const installed = installedPackages(folder);
    expect(installed.length).toBeGreaterThan(50);
    expect(installed.filter(({ buildSteps }) => buildSteps.length > 0)).toEqual([]);
  });

  const reader: Reader = {
    machine,
    errorsIn,
    runNpm: (code) => expect(missingIn(code, folder)).toEqual([]),
  };
  for (const { path, blocks } of chosen)
    describe(path, () => followPage(blocks, programs.get(path) ?? [], reader));
}

/** Returns the packages in `npm install` commands that are not installed. Other commands belong to a checkout. */
function missingIn(code: string, folder: string): readonly string[] {
  const commands = code.split(/\n|&&/).map((line) => line.trim().split(/\s+/));
  return commands
    .filter(([npm, verb]) => npm === 'npm' && (verb === 'install' || verb === 'i'))
    .flatMap(([, , ...names]) => names.filter((name) => !name.startsWith('-')))
    .filter((name) => !existsSync(`${folder}node_modules/${name.replace(/(?<=.)@.*/, '')}`));
}
