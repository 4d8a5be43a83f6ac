import { expect, it } from 'vitest';
import { isMet } from '../section.js';
import { routes, type ServedFigures } from './contenders.js';
import { boundsOf, isFarFromBare } from './judge.js';
import { section } from './section.js';

const served = (perSecond: number, cpuMicroseconds: number): readonly ServedFigures[] => [
  { answers: 1, perSecond, cpuMicroseconds, p50Ms: 1, p99Ms: 1, refusedShare: 0 },
];
const framework = { title: 'Hono', framework: 'hono', minRatio: 0.82 } as const;
const figures = (perSecond: number, cpuMicroseconds: number) =>
  new Map([
    [routes.bare, served(200, 5)],
    [routes.noGuard, served(100, 10)],
    [routes.memory, served(perSecond, cpuMicroseconds)],
  ]);

it('compares the protected route with the guard that verifies nothing', () => {
  expect(boundsOf(figures(90, 11), framework).map(isMet)).toEqual([true, true]);
  expect(boundsOf(figures(80, 11), framework).map(isMet)).toEqual([false, true]);
  expect(boundsOf(figures(90, 13), framework).map(isMet)).toEqual([true, false]);
});

it('is far from the bare route below four fifths of its requests', () => {
  expect(isFarFromBare(figures(90, 11))).toBe(true);
  expect(isFarFromBare(figures(170, 11))).toBe(false);
});

it('explains each of its targets, should it be missed', () => {
  for (const title of ['Hono', 'Express'])
    for (const { claim } of boundsOf(figures(1, 1), { ...framework, title }))
      expect(section.whyMissed?.[claim]).toBeDefined();
});
