import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPage, root } from './pages.js';

const rows = readPage('docs/reliability.md')
  .markdown.split('\n')
  .filter((line) => /^\| (?!fault |---)/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

const tests = ['packages/system-tests/src', 'packages/core/interleavings', 'packages/kysely/interleavings']
  .flatMap((folder) =>
    readdirSync(root + folder, { recursive: true, encoding: 'utf8' }).map(
      (file) => `${root}${folder}/${file}`,
    ),
  )
  .filter((file) => file.endsWith('.test.ts') && file !== import.meta.filename)
  .map((file) => readFileSync(file, 'utf8'));

/** Checks whether a test names a fault, by a string or by a template whose parts are strings in the same file. */
function names(source: string, fault: string): boolean {
  if (source.includes(`'${fault}'`)) return true;
  return [...source.matchAll(/`([^`\n]*\$\{[^`\n]*)`/g)].some(([, template = '']) => {
    const pieces = template.split(/\$\{.+?\}/).map(quote);
    const [, ...parts] = new RegExp(`^${pieces.join('(.+)')}$`).exec(fault) ?? [];
    return parts.length > 0 && parts.every((part) => source.includes(`'${part}'`));
  });
}

const quote = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

describe('docs/reliability.md', () => {
  it.each(rows)('the fault "%s" is named by a test and has figures', (fault = '', ...cells) => {
    expect(tests.some((source) => names(source, fault))).toBe(true);
    expect(cells.at(-1)).toMatch(/\d/);
  });

  it('finds a fault that no test names', () => {
    expect(rows.length).toBeGreaterThan(15);
    for (const fault of ['PostgreSQL melted, under load', 'kill -9 on Oracle'])
      expect([fault, tests.some((source) => names(source, fault))]).toEqual([fault, false]);
  });
});
