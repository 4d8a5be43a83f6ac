import { expect, it } from 'vitest';
import { alternate, roundsOf } from './alternate.js';

it('measures forwards and backwards in turn', async () => {
  const order: string[] = [];
  const entrant = (name: string) => ({ name, measure: () => order.push(name) });
  await alternate([entrant('a'), entrant('b')], 3);
  expect(order.join('')).toBe('abbaab');
});

it('gives the figures of each in the order of the rounds', async () => {
  let figure = 0;
  const measure = async () => ({ figure: ++figure });
  const figures = await alternate([{ name: 'a', measure }], 3);
  expect(roundsOf(figures, 'a', (each) => each.figure)).toEqual([1, 2, 3]);
});

it('throws where nothing was measured of a name', () => {
  expect(() => roundsOf(new Map(), 'a', () => 0)).toThrow('nothing was measured of a');
});
