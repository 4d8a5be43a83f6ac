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

  it('reads a text block as the output of the block before it', () => {
    const blocks = codeBlocks(page('```sh', 'echo a', '```', 'prints', '```text', 'a', '```'));
    expect(blocks).toMatchObject([{ language: 'sh', output: 'a' }]);
  });

  it('keeps a text block that is not the output of another block, so that it has to be marked', () => {
    const blocks = codeBlocks(page('```text', 'a', '```', '```text figure', 'b', '```'));
    expect(blocks).toMatchObject([
      { language: 'text', mark: undefined },
      { language: 'text', mark: 'figure' },
    ]);
  });

  it('finds blocks without a language, and reads no headings inside a block', () => {
    const blocks = codeBlocks(page('# One', '```', '# Two', '```', '~~~sh', 'true', '~~~'));
    expect(blocks).toMatchObject([
      { language: '', heading: 'One' },
      { language: 'sh', heading: 'One' },
    ]);
  });

  it('throws if a fence is not closed', () => {
    expect(() => codeBlocks(page('# One', '```sh', 'true'))).toThrow('line 2');
  });
});
