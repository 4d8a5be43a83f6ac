import { setTimeout as delay } from 'node:timers/promises';
import type { ApiKeys } from '@postern/core';
import { quantile } from '../harness/spread.js';

/** What happened when all keys were verified at the same instant. */
export interface ColdStart {
  readonly verified: number;
  readonly overloaded: number;
  /** Refused for any reason but overload, although all tokens are valid. */
  readonly wronglyRefused: number;
  readonly allMs: number;
  readonly medianMs: number;
  readonly slowestMs: number;
}

/** Verifies each token once, all in one turn of the event loop. */
export async function verifyAllAtOnce(keys: ApiKeys, tokens: readonly string[]): Promise<ColdStart> {
  const beganAt = performance.now();
  const answers = await Promise.all(
    tokens.map(async (token) => {
      const answer = await keys.verify(token);
      return { ms: performance.now() - beganAt, reason: answer.ok ? 'verified' : answer.reason };
    }),
  );
  const count = (wanted: string) => answers.filter(({ reason }) => reason === wanted).length;
  const [verified, overloaded] = [count('verified'), count('overloaded')];
  const latencies = answers
    .filter(({ reason }) => reason === 'verified')
    .map(({ ms }) => ms)
    .toSorted((one, other) => one - other);
  return {
    verified,
    overloaded,
    wronglyRefused: answers.length - verified - overloaded,
    allMs: performance.now() - beganAt,
    medianMs: quantile(latencies, 0.5),
    slowestMs: quantile(latencies, 1),
  };
}

/**
 * Verifies each token, with retries while the service is overloaded. Returns the time until the last one is verified.
 */
export async function verifyAllWithRetries(keys: ApiKeys, tokens: readonly string[]): Promise<number> {
  const beganAt = performance.now();
  await Promise.all(tokens.map((token) => verifyWithRetries(keys, token)));
  return performance.now() - beganAt;
}

async function verifyWithRetries(keys: ApiKeys, token: string): Promise<void> {
  for (;;) {
    const answer = await keys.verify(token);
    if (answer.ok) return;
    if (answer.reason !== 'overloaded') throw new Error(`a valid token was refused: ${answer.reason}`);
    await delay(answer.retryAfterMs);
  }
}
