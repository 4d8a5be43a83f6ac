import { expect, it } from 'vitest';
import { deadlineIn } from './deadline.js';
import { createLimiter } from './limiter.js';

const late = () => new Error('late');
const longMs = 10_000;

/** Callers that enter one limiter, and the names of those that were admitted. */
function arrivals(max: number) {
  const limiter = createLimiter(max);
  const entered: string[] = [];
  const arrive = async (name: string, deadlineMs = longMs) => {
    const leave = await limiter.enter(deadlineIn(deadlineMs), late);
    entered.push(name);
    return leave;
  };
  return { arrive, entered };
}

it('a limiter admits up to its maximum, and the rest in the order in which they came', async () => {
  const { arrive, entered } = arrivals(2);
  const leaving = ['first', 'second', 'third', 'fourth'].map((name) => arrive(name));
  await Promise.all(leaving.slice(0, 2));
  expect(entered).toEqual(['first', 'second']);
  (await leaving[1])?.();
  await leaving[2];
  expect(entered).toEqual(['first', 'second', 'third']);
  (await leaving[0])?.();
  await leaving[3];
  expect(entered).toEqual(['first', 'second', 'third', 'fourth']);
});

it('a caller that waits too long gives up, and those behind it are admitted', async () => {
  const { arrive, entered } = arrivals(1);
  const leave = await arrive('first');
  const [hasty, patient] = [arrive('hasty', 1), arrive('patient')];
  await expect(hasty).rejects.toThrow('late');
  leave();
  (await patient)();
  await arrive('last');
  expect(entered).toEqual(['first', 'patient', 'last']);
});
