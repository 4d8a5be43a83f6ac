import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { closedLoop, tightLoop } from './closed-loop.js';

const subject = {
  name: 'subject',
  tokens: ['a', 'b', 'c'],
  verify: (token: string) => token,
  accepts: (_answer: string) => true,
};

it('keeps exactly the given number of calls in flight', async () => {
  let [inFlight, peak] = [0, 0];
  async function verify(token: string): Promise<string> {
    peak = Math.max(peak, ++inFlight);
    await delay(1);
    inFlight -= 1;
    return token;
  }
  await closedLoop({ ...subject, verify }, { inFlight: 7, ms: 20 });
  expect(peak).toBe(7);
});

it('verifies all tokens in order, again and again', async () => {
  const asked: string[] = [];
  const verify = async (token: string) => {
    asked.push(token);
    return token;
  };
  await closedLoop({ ...subject, verify }, { inFlight: 1, ms: 1 });
  expect(asked.slice(0, 4).join('')).toBe('abca');
});

it('measures the latency of each call if asked to', async () => {
  const verify = async (token: string) => delay(5, token);
  const { p50Ms } = await closedLoop({ ...subject, verify }, { inFlight: 2, ms: 20 }, { measuresEach: true });
  expect(p50Ms).toBeGreaterThan(4);
});

it('fails if a valid token is refused', async () => {
  const refusing = { ...subject, accepts: () => false };
  await expect(closedLoop(refusing, { inFlight: 1, ms: 1 })).rejects.toThrow('refused a token that is valid');
  expect(() => tightLoop(refusing, { ms: 1 })).toThrow('refused a token that is valid');
});
