import { expect, it } from 'vitest';
import { deadlineIn } from '../deadline.js';
import { laneOf } from '../limiter.js';

const late = () => new Error('late');
const longMs = 10_000;

/** Somebody who enters a lane, and notes it. */
function arrivals(width: number) {
  const lane = laneOf(width);
  const entered: string[] = [];
  const arrive = async (name: string, deadlineMs = longMs) => {
    const leave = await lane.enter(deadlineIn(deadlineMs), late);
    entered.push(name);
    return leave;
  };
  return { arrive, entered };
}

it('lets as many pass as it is wide, and the others in the order in which they came', async () => {
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

it('makes whoever waits too long give up, and lets those behind pass', async () => {
  const { arrive, entered } = arrivals(1);
  const leave = await arrive('first');
  const [hasty, patient] = [arrive('hasty', 1), arrive('patient')];
  await expect(hasty).rejects.toThrow('late');
  leave();
  (await patient)();
  await arrive('last');
  expect(entered).toEqual(['first', 'patient', 'last']);
});
