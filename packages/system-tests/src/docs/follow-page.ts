import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CodeBlock } from './code-blocks.js';
import { isExpectedOutput } from './expected-output.js';
import type { Machine } from './machine.js';
import { hasOnlyNpmCommands } from './npm-commands.js';
import { openPageSession, type PageSession } from './page-session.js';
import type { Program } from './programs.js';

/** Someone who follows pages. */
export interface Reader {
  readonly machine: Machine;
  /** Returns the compiler's errors in a block. */
  readonly errorsIn: (program: Program, block: CodeBlock) => readonly string[];
  /** Does what the reader does with a block of npm commands. */
  readonly runNpm: (code: string, session: PageSession) => Promise<void> | void;
}

/** Declares a test for each block of a page, which run from top to bottom. */
export function followPage(
  blocks: readonly CodeBlock[],
  programs: readonly Program[],
  { machine, errorsIn, runNpm }: Reader,
): void {
  let session: PageSession;
  beforeAll(async () => {
    session = await openPageSession(machine);
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
    if (block.language === 'json') {
      JSON.parse(block.code);
      return '';
    }
    if (block.language !== 'sh')
      throw new Error(`a block of '${block.language}' cannot be run: use sh, js, ts, json or text`);
    if (!hasOnlyNpmCommands(block.code)) return session.runShell(block.code);
    await runNpm(block.code, session);
    return '';
  }
}
