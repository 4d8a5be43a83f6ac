import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const guide = read('../../../docs/write-a-repository.md');

/** What the guide shows of files: none imports another, or what one before it has imported. */
function blocksOf(files: readonly string[]): readonly string[] {
  const imported = new Set<string>();
  return files.map((file) =>
    read(`./${file}.ts`).replace(
      /^import (type )?{([^}]*)} from '([^']+)';\n/gm,
      (_, type = '', list: string, from: string) => {
        const names = list.split(',').map((name) => name.trim());
        const added = names.filter((name) => name !== '' && !imported.has(name.replace('type ', '')));
        if (from.startsWith('./') || added.length === 0) return '';
        for (const name of added) imported.add(name.replace('type ', ''));
        return `import ${type}{ ${added.join(', ')} } from '${from}';\n`;
      },
    ),
  );
}

it.each([
  [
    [
      'json-lines-file',
      'page',
      'row',
      'rotation',
      'json-lines-cap',
      'json-lines-offers',
      'leak',
      'json-lines-reads',
      'json-lines-repository',
    ],
  ],
  [['sql-schema', 'sql-transaction', 'sql-records', 'sql-changes', 'sql-repository']],
])('the guide shows the repository and the files that it uses, line for line: %s', (files) => {
  const [first = '', ...others] = blocksOf(files);
  expect(guide).toContain(`\`\`\`ts\n${first}\`\`\``);
  for (const other of others) expect(guide).toContain(`\`\`\`ts continues\n${other}\`\`\``);
});

it('the repository on a file has fewer than 100 lines', () => {
  expect(read('./json-lines-repository.ts').split('\n').length - 1).toBeLessThan(100);
});
