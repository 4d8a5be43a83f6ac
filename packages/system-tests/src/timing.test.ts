import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { argon2Hasher } from '@postern/argon2';
import { type ApiKeys, type CheckKeys, createApiKeys, eachOwner, selfService } from '@postern/core';
import type { Hasher } from '@postern/core/ports';
import { memoryKeyRepository } from '@postern/core/testing';
import { leakHandler, nodeListener } from '@postern/management';
import { describe, expect, it } from 'vitest';
import { wrongSecret } from './wrong-secret.js';

const ada = { kind: 'user', id: 'ada' } as const;

/**
 * Times wrong secrets of two groups in random order, and compares the groups: in one, nearly all characters match the
 * stored secret, in the other none do. The secrets of a group share their first 40 characters, so that what caches and
 * branch predictors learn from repeated text is the same in both.
 */
async function leakOfPrefix(hasher: Hasher, samples: number): Promise<number> {
  const keys = createApiKeys({
    repository: memoryKeyRepository(),
    hasher,
    owners: eachOwner(() => ({ active: true, permissions: [] })),
    policy: selfService(),
  });
  const { token } = await keys.issue({ owner: ada, actor: ada, name: 'timed' });
  const decoy = wrongSecret(token, 0);
  // All are created beforehand, with the same representation in memory, so that only the verification is timed.
  const presented = Array.from({ length: samples }, () => {
    const matches = Math.random() < 0.5;
    return { matches, wrong: Buffer.from(wrongSecret(matches ? token : decoy, 40)).toString('latin1') };
  });
  const timings: Timing[] = [];
  for (const { matches, wrong } of presented) timings.push({ matches, time: await timed(keys, wrong) });
  const kept = withoutSlowest(timings);
  const timesOf = (group: boolean) => kept.filter(({ matches }) => matches === group).map(({ time }) => time);
  return Math.abs(welchT(timesOf(true), timesOf(false)));
}

interface Timing {
  readonly matches: boolean;
  /** Nanoseconds. */
  readonly time: number;
}

async function timed(keys: ApiKeys, token: string): Promise<number> {
  const started = process.hrtime.bigint();
  const result = await keys.verify(token);
  const nanoseconds = Number(process.hrtime.bigint() - started);
  if (result.ok || result.reason !== 'wrong_secret')
    throw new Error('a sample was not refused as a wrong secret');
  return nanoseconds;
}

/**
 * Removes the slowest tenth: interruptions by other processes, which say nothing about secrets. Both groups have the
 * same threshold: if each were cut at its own quantile, their means would vary less than the standard error says.
 */
function withoutSlowest(timings: readonly Timing[]): readonly Timing[] {
  return [...timings].sort((one, other) => one.time - other.time).slice(0, Math.floor(timings.length * 0.9));
}

/** Welch's t: how many standard errors lie between two means. */
function welchT(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [moments(one), moments(other)];
  return (a.mean - b.mean) / Math.sqrt(a.variance / one.length + b.variance / other.length);
}

function moments(values: readonly number[]): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, variance };
}

/**
 * Like the threshold of dudect, which calls a difference evident beyond 4.5, and useful to an attacker beyond 10.
 * Chance alone reaches 5 once in a million times.
 */
const evident = 5;

describe('P06 the time of a wrong secret does not reveal how much of it is correct', () => {
  it('P06 in 100,000 samples at a minimal cost', async () => {
    expect(await leakOfPrefix(argon2Hasher({ memoryKiB: 8, passes: 1 }), 100_000)).toBeLessThan(evident);
  }, 120_000);

  it('P06 in 500 samples at the defaults', async () => {
    expect(await leakOfPrefix(argon2Hasher(), 500)).toBeLessThan(evident);
  }, 60_000);

  it('the same method finds a comparison that stops at the first difference', async () => {
    expect(await leakOfPrefix(leakyHasher(), 5_000)).toBeGreaterThan(10);
  }, 60_000);
});

describe('L01 the time of a report', () => {
  it('L01 does not reveal with check keys that a key exists', async () => {
    const checkKeys = { keys: [new Uint8Array(32).fill(7)] };
    expect(await leakOfExistence(checkKeys, 1_500)).toBeLessThan(evident);
  }, 60_000);

  it('the same method finds the hash that a real key ID costs without check keys', async () => {
    expect(await leakOfExistence(undefined, 300)).toBeGreaterThan(10);
  }, 60_000);
});

/** Times reports of made-up tokens over HTTP, in random order: half of them name a key, half of them none. */
async function leakOfExistence(checkKeys: CheckKeys | undefined, samples: number): Promise<number> {
  const keys = createApiKeys({
    repository: memoryKeyRepository(),
    hasher: argon2Hasher({ memoryKiB: 8, passes: 1 }),
    owners: eachOwner(() => ({ active: true, permissions: [] })),
    policy: selfService(),
    checkKeys,
  });
  const { token } = await keys.issue({ owner: ada, actor: ada, name: 'timed' });
  const decoy = token.slice(0, 5) + [...token.slice(5, 21)].reverse().join('') + token.slice(21);
  const server = createServer(nodeListener(leakHandler(keys))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const { port } = server.address() as AddressInfo;
  const timings: Timing[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    const matches = Math.random() < 0.5;
    const body = JSON.stringify({ token: wrongSecret(matches ? token : decoy, 0) });
    timings.push({ matches, time: await timeOfReport({ port, agent }, body) });
  }
  agent.destroy();
  server.close();
  // The first requests are slower, while code is compiled.
  const kept = withoutSlowest(timings.slice(samples / 10));
  const timesOf = (group: boolean) => kept.filter(({ matches }) => matches === group).map(({ time }) => time);
  return Math.abs(welchT(timesOf(true), timesOf(false)));
}

function timeOfReport(to: { readonly port: number; readonly agent: Agent }, body: string): Promise<number> {
  const headers = { 'Content-Type': 'application/json', 'Content-Length': body.length };
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const sent = request({ ...to, method: 'POST', path: '/leaked-keys', headers }, (response) => {
      const time = Number(process.hrtime.bigint() - started);
      if (response.statusCode !== 202) reject(new Error(`a report got ${response.statusCode}`));
      response.resume().on('end', () => resolve(time));
    });
    sent.on('error', reject).end(body);
  });
}

/** Compares tokens character by character, and takes some tens of nanoseconds longer for each that matches. */
function leakyHasher(): Hasher {
  return {
    concurrency: 1,
    needsRehash: () => false,
    hash: async (token) => Buffer.from(token).toString('base64') as Awaited<ReturnType<Hasher['hash']>>,
    async verify(token, hash) {
      const stored = Buffer.from(hash, 'base64').toString();
      let work = 0;
      for (let index = 0; index < token.length; index += 1) {
        if (token[index] !== stored[index]) return work < 0;
        for (let step = 0; step < 200; step += 1) work += Math.sqrt(step);
      }
      return true;
    },
  };
}
