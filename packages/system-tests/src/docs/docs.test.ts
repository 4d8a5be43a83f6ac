import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CodeBlock, codeBlocks } from './code-blocks.js';
import { isExpectedOutput } from './expected-output.js';
import { hasOnlyNpmCommands, missingNpmCommands } from './npm-commands.js';
import { openPageSession, type PageSession } from './page-session.js';
import { documentationPages } from './pages.js';
import { type Program, pagePrograms, removePrograms, typeCheck } from './programs.js';

const pages = documentationPages().map(({ path, markdown }) => {
  const blocks = codeBlocks(markdown);
  return { path, blocks, programs: pagePrograms(path, blocks) };
});
let errorsIn: (program: Program, block: CodeBlock) => readonly string[];

beforeAll(() => {
  errorsIn = typeCheck(pages.flatMap(({ programs }) => programs));
}, 60_000);

afterAll(removePrograms);

for (const { path, blocks, programs } of pages.filter((page) => page.blocks.length > 0)) {
  describe(path, () => followPage(blocks, programs));
}

/** Runs the blocks of a page from top to bottom. */
function followPage(blocks: readonly CodeBlock[], programs: readonly Program[]): void {
  let session: PageSession;
  beforeAll(async () => {
    session = await openPageSession();
  });
  afterAll(() => session.close());

  for (const block of blocks) {
    it(`${block.heading}, line ${block.line}`, { timeout: 60_000 }, async () => {
      const printed = await run(block);
      if (block.output !== undefined && !isExpectedOutput(printed, block.output))
        expect(printed).toBe(block.output);
    });
  }

  async function run(block: CodeBlock): Promise<string> {
    const program = programs.find(({ blocks }) => blocks.includes(block));
    if (program !== undefined) {
      expect(errorsIn(program, block)).toEqual([]);
      return session.runProgram(program, block);
    }
    if (block.language === 'text' && block.mark === 'figure') return '';
    if (block.language !== 'sh')
      throw new Error(`a block of '${block.language}' cannot be run: use sh, js, ts or text`);
    return runCommands(block.code);
  }

  async function runCommands(code: string): Promise<string> {
    if (!hasOnlyNpmCommands(code)) return session.runShell(code);
    expect(missingNpmCommands(code)).toEqual([]);
    // CI has already run `npm ci`; everything after that runs as on the page.
    if (/\bnpm start$/.test(code)) await session.startWorkspace(code.replace('npm ci && ', ''));
    return '';
  }
}
