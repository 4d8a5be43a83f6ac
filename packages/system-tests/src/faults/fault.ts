import { setTimeout as pause } from 'node:timers/promises';
import { type IssuedKey, isPosternError } from '@postern/core';
import { expect } from 'vitest';
import { type Answer, send } from './load.js';
import type { World } from './postgres-world.js';
import { ada, useFlushIntervalMs } from './service.js';

/** Something that goes wrong with a database, and how it ends. */
export interface Fault {
  readonly begin: () => Promise<void> | void;
  /** Revokes a key by another instance of the service, while this one can do nothing. Not where no instance can. */
  readonly revokeElsewhere?: (key: IssuedKey) => Promise<void>;
  readonly end: () => Promise<void> | void;
  /** How long it lasts, in milliseconds. 0: it ends as soon as it began. */
  readonly lastsMs: number;
}

/** Of each key that was revoked: when that was first attempted, and when it was done. */
type Revocations = Map<string, { readonly fromMs: number; readonly doneMs: number }>;

/** What came of it. */
export interface FaultReport {
  /** The answers to requests that were sent while it lasted, and had their time before it ended. */
  readonly during: readonly Answer[];
  /** The answers that were 503, also those to requests that it met halfway. */
  readonly refused: readonly Answer[];
  /** Milliseconds from its end to the last answer that was 503. */
  readonly recoveredMs: number;
}

/** The default of `lookupDeadlineMs`, and what a machine with two cores may add. */
const deadlineMs = 2_000;
const marginMs = 1_000;
/** A service that has not recovered by then never will. */
const longestRecoveryMs = 10_000;

/**
 * Lets a fault happen to a service under load. Around it keys are revoked: one right before, one in the middle of it, one
 * right after. Expects what holds whatever the fault is: nobody with a valid key is told that it is not, nobody with a
 * revoked one gets in, refusals come in time and say when to try again, and everything recovers by itself.
 */
export async function happen(
  world: World,
  { begin, revokeElsewhere, end, lastsMs }: Fault,
): Promise<FaultReport> {
  const { service, load, warm, unused } = world;
  const [before, amid, after, elsewhere] = warm;
  if (before === undefined || amid === undefined || after === undefined || elsewhere === undefined)
    throw new Error('too few keys');
  const revocations: Revocations = new Map();
  const revokeHere = async ({ key }: IssuedKey): Promise<void> => {
    await service.keys.revoke(key.id, { actor: ada });
  };
  const revoke = async (issued: IssuedKey, by = revokeHere) => {
    const { fromMs } = revocations.get(issued.key.id) ?? { fromMs: performance.now() };
    revocations.set(issued.key.id, { fromMs, doneMs: Infinity });
    await by(issued);
    revocations.set(issued.key.id, { fromMs, doneMs: performance.now() });
  };

  await pause(1_000);
  expect(load.answers.filter(({ status }) => status !== 200)).toEqual([]);
  await revoke(before);
  const usedAt = new Date();
  expect(await send(service.url, unused)).toMatchObject({ status: 200 });

  await begin();
  const beganMs = performance.now();
  if (lastsMs > 0) {
    const refusal = revoke(amid).catch((error: unknown) => error);
    if (revokeElsewhere !== undefined) await revoke(elsewhere, revokeElsewhere);
    await pause(lastsMs);
    const notRevoked = await refusal;
    expect(isPosternError(notRevoked) && notRevoked.code).toBe('ERR_REPOSITORY_UNAVAILABLE');
  }
  const endingMs = performance.now();
  await end();
  const endedMs = performance.now();

  await retry(() => revoke(amid));
  await recovered(world, endedMs, revocations);
  await revoke(after);
  await pause(500);
  await load.stop();

  expectNothingWrong(load.answers, revocations);
  await expectUsesKept(world, usedAt);
  const refused = load.answers.filter(({ status }) => status === 503);
  return {
    during: load.answers.filter((answer) => answer.startedMs >= beganMs && answer.endedMs <= endingMs),
    refused,
    recoveredMs: Math.max(0, ...refused.map((answer) => answer.endedMs - endedMs)),
  };
}

/** Does something again until it succeeds. */
async function retry(work: () => Promise<void>): Promise<void> {
  const untilMs = performance.now() + longestRecoveryMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > untilMs) throw error;
      await pause(20);
    }
  }
}

/** Waits until half a second has passed in which every request with a valid key was let through. */
async function recovered({ load }: World, endedMs: number, revocations: Revocations): Promise<void> {
  for (let calmSinceMs = endedMs; performance.now() - calmSinceMs < 500; await pause(50)) {
    const refused = load.answers.filter(({ keyId, status }) => !revocations.has(keyId) && status !== 200);
    calmSinceMs = Math.max(endedMs, ...refused.map((answer) => answer.endedMs));
    expect(calmSinceMs - endedMs).toBeLessThan(longestRecoveryMs);
  }
}

function expectNothingWrong(answers: readonly Answer[], revocations: Revocations): void {
  const wrong = answers.filter(({ keyId, startedMs, endedMs, status, retryAfter }) => {
    const { fromMs, doneMs } = revocations.get(keyId) ?? { fromMs: Infinity, doneMs: Infinity };
    if (status === 503) return retryAfter === null || endedMs - startedMs > deadlineMs + marginMs;
    if (status === 401) return endedMs < fromMs;
    return status !== 200 || startedMs >= doneMs;
  });
  expect(wrong).toEqual([]);
}

/** What was used right before the fault, and only then, says so in the end. */
async function expectUsesKept({ service: { keys }, unused }: World, usedAt: Date): Promise<void> {
  const lastUsedAt = async () => Number((await keys.get(unused.key.id, { actor: ada })).lastUsedAt);
  await expect.poll(lastUsedAt, { timeout: 4 * useFlushIntervalMs }).toBeGreaterThanOrEqual(Number(usedAt));
  expect(keys.counters().droppedUses).toBe(0);
}
