import { describe, expect, it } from 'vitest';
import { codeBlocks } from './code-blocks.js';

const page = (...lines: readonly string[]) => lines.join('\n');

describe('codeBlocks', () => {
  it('finds each block with its heading and line', () => {
    const blocks = codeBlocks(page('# One', '', '```sh', 'true', '```', '## Two', '```ts', 'let a;', '```'));
    expect(blocks).toMatchObject([
      { language: 'sh', code: 'true', heading: 'One', line: 3 },
      { language: 'ts', code: 'let a;', heading: 'Two', line: 7 },
    ]);
  });

  it('takes a text block for the output of the block before it', () => {
    const blocks = codeBlocks(page('```sh', 'echo a', '```', 'prints', '```text', 'a', '```'));
    expect(blocks).toMatchObject([{ language: 'sh', output: 'a' }]);
  });

  it('keeps a text block that is nobody’s output, so that somebody must say what it is', () => {
    const blocks = codeBlocks(page('```text', 'a', '```', '```text figure', 'b', '```'));
    expect(blocks).toMatchObject([
      { language: 'text', mark: undefined },
      { language: 'text', mark: 'figure' },
    ]);
  });

  it('sees blocks without a language, and takes no heading from inside a block', () => {
    const blocks = codeBlocks(page('# One', '```', '# Two', '```', '~~~sh', 'true', '~~~'));
    expect(blocks).toMatchObject([
      { language: '', heading: 'One' },
      { language: 'sh', heading: 'One' },
    ]);
  });

  it('refuses a fence that is left open', () => {
    expect(() => codeBlocks(page('# One', '```sh', 'true'))).toThrow('line 2');
  });
});
