import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';

const areas = new URL('./areas/', import.meta.url);

it('no two areas have a text of the same name: the last one would replace the others', async () => {
  const names: string[] = [];
  for (const file of readdirSync(areas)) {
    const texts: Readonly<Record<string, object>> = await import(new URL(file, areas).href);
    for (const [name, area] of Object.entries(texts))
      if (/^en[A-Z]/.test(name)) names.push(...Object.keys(area));
  }
  expect(names.length).toBeGreaterThan(100);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
