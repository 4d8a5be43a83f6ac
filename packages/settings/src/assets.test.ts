import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { script, style } from './asset-texts.js';

it.each([
  ['settings.css', style],
  ['settings.js', script],
])('the module has assets/%s as it is now: if not, run `npm run assets`', (file, text) => {
  const source = readFileSync(new URL(`../assets/${file}`, import.meta.url), 'utf8');
  expect(text).toBe(source.replaceAll('\r\n', '\n'));
});
