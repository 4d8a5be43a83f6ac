import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { script, style } from './asset-texts.js';

it.each([
  [['layout.css', 'components.css'], style],
  [['settings.js'], script],
])('the module has assets/%s as it is now: if not, run `npm run assets`', (files, text) => {
  const sources = files.map((file) => readFileSync(new URL(`../assets/${file}`, import.meta.url), 'utf8'));
  expect(text).toBe(sources.join('\n').replaceAll('\r\n', '\n'));
});
