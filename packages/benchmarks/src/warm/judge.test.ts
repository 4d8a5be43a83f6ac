import { expect, it } from 'vitest';
import { boundsOf } from './judge.js';
import { manyOf, names } from './names.js';
import { whyMissed } from './why-missed.js';

it('judges the slower of the two rows of Postern, round by round', () => {
  const times: Readonly<Record<string, readonly number[]>> = {
    [manyOf(names.postern)]: [1, 8],
    [manyOf(names.posternAtDefaults)]: [4, 2],
    [names.floor12]: [16, 16],
  };
  const bounds = boundsOf((name) => times[name] ?? [1, 1]);
  const bound = bounds.find(({ claim }) => claim === 'SQLite, 32 in flight: time ÷ the floor of 12 columns');
  expect(bound?.measured).toEqual({ lowest: 0.25, median: 0.375, highest: 0.5 });
});

it('explains each of its targets, should it be missed', () => {
  const bounds = boundsOf(() => [1]);
  expect(bounds.length).toBeGreaterThan(5);
  for (const { claim } of bounds) expect(whyMissed[claim]).toBeDefined();
});
