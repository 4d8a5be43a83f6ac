import { afterAll, beforeAll, describe, expect } from 'vitest';
import { type CodeBlock, codeBlocks } from './code-blocks.js';
import { followPage, type Reader } from './follow-page.js';
import { thisMachine } from './machine.js';
import { missingNpmCommands } from './npm-commands.js';
import { documentationPages } from './pages.js';
import { type Program, pagePrograms, removePrograms, typeCheck } from './programs.js';

/** What a reader does who has the Kysely of this repository. `npm run test:packages` has a later one. */
const withOlderKysely = (markdown: string) =>
  markdown.replaceAll(/from '[\w/]+'; \/\/ with Kysely 0\.28, from '(\w+)'/g, "from '$1';");

const pages = documentationPages().map(({ path, markdown }) => {
  const blocks = codeBlocks(withOlderKysely(markdown));
  return { path, blocks, programs: pagePrograms(path, blocks) };
});
let errorsIn: (program: Program, block: CodeBlock) => readonly string[];

beforeAll(() => {
  errorsIn = typeCheck(pages.flatMap(({ programs }) => programs));
}, 60_000);

afterAll(removePrograms);

const reader: Reader = {
  machine: thisMachine,
  errorsIn: (program, block) => errorsIn(program, block),
  async runNpm(code, session) {
    expect(missingNpmCommands(code)).toEqual([]);
    // CI has already run `npm ci`; everything after that runs as on the page.
    if (/\bnpm start$/.test(code)) await session.startWorkspace(code.replace('npm ci && ', ''));
  },
};

for (const { path, blocks, programs } of pages.filter((page) => page.blocks.length > 0))
  describe(path, () => followPage(blocks, programs, reader));
