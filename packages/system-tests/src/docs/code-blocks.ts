/** One fenced code block of a page. */
export interface CodeBlock {
  /** The first word after the fence. */
  readonly language: string;
  /** The word after it: `continues` or `figure`. */
  readonly mark: string | undefined;
  readonly code: string;
  /** The heading that it is under. */
  readonly heading: string;
  /** The line of its opening fence, starting at 1. */
  readonly line: number;
  /** The `text` block after it, which is what it prints. `…` in it matches anything. */
  readonly output: string | undefined;
}

/**
 * Reads the code blocks of a page. A `text` block is the output of the `sh`, `js` or `ts` block before it, and is
 * returned with that block; `text figure` is a figure, which is not run.
 *
 * @throws {Error} if a fence is not closed.
 */
export function codeBlocks(markdown: string): readonly CodeBlock[] {
  const blocks = fencedBlocks(markdown);
  return blocks.flatMap((block, index) => {
    const [before, after] = [blocks[index - 1], blocks[index + 1]];
    if (isOutput(block) && before !== undefined && mayPrint(before)) return [];
    const output = mayPrint(block) && after !== undefined && isOutput(after) ? after.code : undefined;
    return [{ ...block, output }];
  });
}

type FencedBlock = Omit<CodeBlock, 'output'>;

/** `ts` needs a compiler; `js` runs as it is, in a file that ends in `.mjs`. */
export function isProgram(language: string): boolean {
  return language === 'ts' || language === 'js';
}

function mayPrint({ language }: FencedBlock): boolean {
  return language === 'sh' || isProgram(language);
}

function isOutput({ language, mark }: FencedBlock): boolean {
  return language === 'text' && mark === undefined;
}

function fencedBlocks(markdown: string): readonly FencedBlock[] {
  const blocks: FencedBlock[] = [];
  let heading = 'before the first heading';
  let open: (FencedBlock & { readonly fence: string; readonly lines: string[] }) | undefined;
  for (const [index, line] of markdown.split('\n').entries()) {
    if (open !== undefined) {
      if (line.trim() !== open.fence) {
        open.lines.push(line);
        continue;
      }
      const { fence: _fence, lines, ...block } = open;
      blocks.push({ ...block, code: lines.join('\n') });
      open = undefined;
      continue;
    }
    heading = /^#+ (.+)$/.exec(line)?.[1] ?? heading;
    const [, fence, info = ''] = /^\s*(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (fence === undefined) continue;
    const [language = '', mark] = info.trim().split(/\s+/);
    open = { language, mark, code: '', heading, line: index + 1, fence, lines: [] };
  }
  if (open !== undefined) throw new Error(`the fence in line ${open.line} is not closed`);
  return blocks;
}
