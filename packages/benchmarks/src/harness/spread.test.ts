import { expect, it } from 'vitest';
import { quantile, ratioOf, spreadOf } from './spread.js';

it('returns the median with the lowest and the highest, in whatever order the figures are', () => {
  expect(spreadOf([10, 9, 100])).toEqual({ median: 10, lowest: 9, highest: 100 });
  expect(spreadOf([1, 2]).median).toBe(1.5);
});

it('divides round by round, so that a slow round affects both sides', () => {
  expect(ratioOf([10, 100, 10], [5, 50, 5])).toEqual({ median: 2, lowest: 2, highest: 2 });
});

it('has no ratio if a round is missing', () => {
  expect(ratioOf([1, 1], [1]).highest).toBeNaN();
});

it('interpolates a quantile between two numbers', () => {
  expect(quantile([0, 10], 0.99)).toBeCloseTo(9.9);
  expect(quantile([], 0.5)).toBeNaN();
});
