import { expect, it } from 'vitest';
import { openLoop } from './open-loop.js';

const subject = { name: 'subject', tokens: ['a'], accepts: () => true };

it('lets callers arrive while earlier ones are still waiting', async () => {
  const waiting: (() => void)[] = [];
  const verify = () => new Promise<void>((resolve) => waiting.push(resolve));
  setTimeout(() => {
    for (const answer of waiting) answer();
    Object.assign(waiting, { push: (answer: () => void) => answer() });
  }, 50);
  await openLoop({ ...subject, verify }, { perSecond: 1_000, ms: 40 });
  expect(waiting.length).toBeGreaterThan(10);
});

it('counts from the instant when a call was due, even if the process was late', async () => {
  let isFirst = true;
  const verify = async () => {
    const stopsAt = performance.now() + (isFirst ? 60 : 0);
    isFirst = false;
    while (performance.now() < stopsAt);
  };
  const { p50Ms } = await openLoop({ ...subject, verify }, { perSecond: 1_000, ms: 60 });
  expect(p50Ms).toBeGreaterThan(10);
});
