import { describe, expect, it } from 'vitest';
import { spreadOf } from './harness/spread.js';
import { atLeast, atMost, isFarOff, isMet } from './section.js';

const rounds = (figure: number) => spreadOf([figure, figure * 100, figure / 100]);

describe('a bound', () => {
  it('is met if the median is on the right side of it or equal to it', () => {
    expect([1.9, 2, 2.1].map((figure) => isMet(atLeast('', 2, rounds(figure))))).toEqual([false, true, true]);
    expect([1.9, 2, 2.1].map((figure) => isMet(atMost('', 2, rounds(figure))))).toEqual([true, true, false]);
  });

  it('is not met, and far off, if there is no figure', () => {
    expect(isMet(atLeast('', 0, rounds(Number.NaN)))).toBe(false);
    expect(isFarOff(atLeast('', 0, rounds(Number.NaN)))).toBe(true);
    expect(isFarOff(atMost('', 1, rounds(Number.NaN)))).toBe(true);
  });

  it('is far off if it is missed by more than ten times', () => {
    expect([0.19, 0.21].map((figure) => isFarOff(atLeast('', 2, rounds(figure))))).toEqual([true, false]);
    expect([19, 21].map((figure) => isFarOff(atMost('', 2, rounds(figure))))).toEqual([false, true]);
  });

  it('of 0 is far off with any other figure', () => {
    expect(isFarOff(atMost('', 0, spreadOf([0.001])))).toBe(true);
    expect(isFarOff(atMost('', 0, spreadOf([0])))).toBe(false);
  });
});
