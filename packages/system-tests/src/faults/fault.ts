import { setTimeout as pause } from 'node:timers/promises';
import { type IssuedKey, isPosternError } from '@postern/core';
import { expect } from 'vitest';
import { type Answer, send } from './load.js';
import type { World } from './postgres-world.js';
import { ada, useFlushIntervalMs } from './service.js';

/** Something that goes wrong with a database, and how it ends. */
export interface Fault {
  readonly begin: () => Promise<void> | void;
  /** Revokes a key through another instance of the service while this one can't, unless no instance can. */
  readonly revokeElsewhere?: (key: IssuedKey) => Promise<void>;
  readonly end: () => Promise<void> | void;
  /** How long it lasts, in milliseconds. If it is 0, the fault ends as soon as it began. */
  readonly lastsMs: number;
}

/** For each revoked key: when revoking was first attempted, and when it was done. */
type Revocations = Map<string, { readonly fromMs: number; readonly doneMs: number }>;

/** What happened during a fault. */
export interface FaultReport {
  /** The answers to requests that were sent during the fault and answered before it ended. */
  readonly during: readonly Answer[];
  /** The answers that were 503, including those to requests that were under way when it began. */
  readonly refused: readonly Answer[];
  /** Milliseconds from the end of the fault to the last 503. */
  readonly recoveredMs: number;
}

/** The default of `lookupDeadlineMs`, and a margin for a machine with two cores. */
const deadlineMs = 2_000;
const marginMs = 1_000;
/** A service that has not recovered by then never will. */
const maxRecoveryMs = 10_000;

/**
 * Injects a fault into a service under load. Keys are revoked right before it, in the middle of it and right after it.
 * Expects what is guaranteed for every fault: no valid key gets 401, no revoked key is accepted, each 503 arrives in
 * time with `Retry-After`, and everything recovers by itself.
 */
export async function injectFault(
  world: World,
  { begin, revokeElsewhere, end, lastsMs }: Fault,
): Promise<FaultReport> {
  const { service, load, warm, unused } = world;
  const [before, middle, after, elsewhere] = warm;
  if (before === undefined || middle === undefined || after === undefined || elsewhere === undefined)
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
    const refusal = revoke(middle).catch((error: unknown) => error);
    if (revokeElsewhere !== undefined) await revoke(elsewhere, revokeElsewhere);
    await pause(lastsMs);
    const notRevoked = await refusal;
    expect(isPosternError(notRevoked) && notRevoked.code).toBe('ERR_REPOSITORY_UNAVAILABLE');
  }
  const endingMs = performance.now();
  await end();
  const endedMs = performance.now();

  await retry(() => revoke(middle));
  await waitForRecovery(world, endedMs, revocations);
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

/** Repeats `work` until it succeeds. */
async function retry(work: () => Promise<void>): Promise<void> {
  const untilMs = performance.now() + maxRecoveryMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > untilMs) throw error;
      await pause(20);
    }
  }
}

/** Waits until every request with a valid key was accepted for half a second. */
async function waitForRecovery({ load }: World, endedMs: number, revocations: Revocations): Promise<void> {
  for (let calmSinceMs = endedMs; performance.now() - calmSinceMs < 500; await pause(50)) {
    const refused = load.answers.filter(({ keyId, status }) => !revocations.has(keyId) && status !== 200);
    calmSinceMs = Math.max(endedMs, ...refused.map((answer) => answer.endedMs));
    expect(calmSinceMs - endedMs).toBeLessThan(maxRecoveryMs);
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

/** Expects that the use of a key that was used only once, right before the fault, is recorded in the end. */
async function expectUsesKept({ service: { keys }, unused }: World, usedAt: Date): Promise<void> {
  const lastUsedAt = async () => Number((await keys.get(unused.key.id, { actor: ada })).lastUsedAt);
  await expect.poll(lastUsedAt, { timeout: 4 * useFlushIntervalMs }).toBeGreaterThanOrEqual(Number(usedAt));
  expect(keys.counters().droppedUses).toBe(0);
}
