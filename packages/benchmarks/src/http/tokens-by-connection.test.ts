import { expect, it } from 'vitest';
import { eachOnce, mixed } from './tokens-by-connection.js';

const tokens = Array.from({ length: 100 }, (_, index) => `valid ${index}`);

it('gives each token to one connection, once', () => {
  expect(eachOnce(tokens).flat().toSorted()).toEqual(tokens.toSorted());
});

it('refuses nothing where there is nothing to refuse', () => {
  expect(new Set(mixed(tokens).flat())).toEqual(new Set(tokens));
});

it('refuses a tenth at any time: of what each connection sends, and of what all send at once', () => {
  const sent = mixed(tokens, ['a', 'b', 'c']);
  const refused = (some: readonly (string | undefined)[]) =>
    some.filter((token) => token?.length === 1).length;
  expect(sent.map(refused)).toEqual(sent.map(() => 3));
  expect(refused(sent.map(([first]) => first))).toBe(sent.length / 10);
  expect(new Set(sent.flat()).size).toBe(103);
});
