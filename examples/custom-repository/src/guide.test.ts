import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const guide = read('../../../docs/write-a-repository.md');

it('the guide shows the repository and the files that it uses, line for line', () => {
  const files = ['json-lines-file', 'page', 'row', 'json-lines-offers', 'json-lines-repository'];
  const [first = '', ...others] = files.map((file) => read(`./${file}.ts`));
  expect(guide).toContain(`\`\`\`ts\n${first}\`\`\``);
  for (const other of others)
    expect(guide).toContain(
      `\`\`\`ts continues\n${other.replace(/^import .* from '\.\/.*';\n/gm, '')}\`\`\``,
    );
});

it('the repository has fewer than 100 lines', () => {
  expect(read('./json-lines-repository.ts').split('\n').length - 1).toBeLessThan(100);
});
