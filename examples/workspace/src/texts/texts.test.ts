import { expect, it } from 'vitest';
import { languageOf } from './texts.js';

const asking = (language: string) =>
  new Request('http://localhost/', { headers: { 'Accept-Language': language } });

it.each([
  ['de-AT,de;q=0.9,en;q=0.5', 'de'],
  ['fr, DE-de;q=0.1', 'de'],
  ['en;q=0.1, de;q=0', 'en'],
  ['', 'en'],
  ['*', 'en'],
  ['__proto__', 'en'],
  ['constructor-de, toString', 'en'],
  [';;q=,,de;q=nonsense', 'de'],
  ['fr', 'en'],
])('a browser that asks for %j gets %s', (language, expected) => {
  expect(languageOf(asking(language))).toBe(expected);
});

it('F12 a long header is read once for all the rows of a page', () => {
  const request = asking('a,'.repeat(8_000));
  const start = performance.now();
  for (let row = 0; row < 2_000; row += 1) expect(languageOf(request)).toBe('en');
  expect(performance.now() - start).toBeLessThan(1_000);
});
