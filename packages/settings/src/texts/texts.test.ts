import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { de, en } from '../index.js';

const folder = new URL('areas/', import.meta.url);

/** The texts of all areas in one language. */
async function areasIn(language: 'en' | 'de'): Promise<readonly object[]> {
  const modules: readonly Readonly<Record<string, object>>[] = await Promise.all(
    readdirSync(folder).map((file) => import(new URL(file, folder).href)),
  );
  return modules.flatMap((one) =>
    Object.entries(one).flatMap(([name, texts]) => (name.startsWith(language) ? [texts] : [])),
  );
}

it.each([
  ['English', 'en', en],
  ['German', 'de', de],
] as const)('no text of one area replaces one of another, in %s', async (_name, language, texts) => {
  const names = (await areasIn(language)).flatMap((area) => Object.keys(area));
  expect(names.toSorted()).toEqual(Object.keys(texts).sort());
});
