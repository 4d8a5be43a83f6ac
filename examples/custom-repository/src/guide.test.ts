import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const guide = read('../../../docs/write-a-repository.md');

it('the guide shows the repository and its file, line for line', () => {
  const file = read('./json-lines-file.ts');
  const repository = read('./json-lines-repository.ts');
  const ownImport = "import { openJsonLines } from './json-lines-file.js';\n";
  expect(repository).toContain(ownImport);
  expect(guide).toContain(`\`\`\`ts\n${file}\`\`\``);
  expect(guide).toContain(`\`\`\`ts continues\n${repository.replace(ownImport, '')}\`\`\``);
});

it('the repository has fewer than 100 lines', () => {
  expect(read('./json-lines-repository.ts').split('\n').length - 1).toBeLessThan(100);
});
