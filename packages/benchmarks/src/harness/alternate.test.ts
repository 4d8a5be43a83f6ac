import { expect, it } from 'vitest';
import { alternate, roundsOf } from './alternate.js';

it('measures the entrants forwards and backwards in turn', async () => {
  const order: string[] = [];
  const entrant = (name: string) => ({ name, measure: () => order.push(name) });
  await alternate([entrant('a'), entrant('b')], 3);
  expect(order.join('')).toBe('abbaab');
});

it('returns the figures of each entrant in the order of the rounds', async () => {
  let figure = 0;
  const measure = async () => ({ figure: ++figure });
  const figures = await alternate([{ name: 'a', measure }], 3);
  expect(roundsOf(figures, 'a', (each) => each.figure)).toEqual([1, 2, 3]);
});

it('throws if there are no figures for a name', () => {
  expect(() => roundsOf(new Map(), 'a', () => 0)).toThrow('no figures for a');
});
