import { expect, it } from 'vitest';
import { eachOnce, mixed } from './tokens-by-connection.js';

const tokens = Array.from({ length: 100 }, (_, index) => `valid ${index}`);

it('assigns each token to exactly one connection', () => {
  expect(eachOnce(tokens).flat().toSorted()).toEqual(tokens.toSorted());
});

it('sends only valid tokens if none are to be refused', () => {
  expect(new Set(mixed(tokens).flat())).toEqual(new Set(tokens));
});

it('has one token in ten refused, both per connection and across all connections at any time', () => {
  const sent = mixed(tokens, ['a', 'b', 'c']);
  const refused = (some: readonly (string | undefined)[]) =>
    some.filter((token) => token?.length === 1).length;
  expect(sent.map(refused)).toEqual(sent.map(() => 3));
  expect(refused(sent.map(([first]) => first))).toBe(sent.length / 10);
  expect(new Set(sent.flat()).size).toBe(103);
});
