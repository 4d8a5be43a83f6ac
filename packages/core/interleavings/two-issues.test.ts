import { vi } from 'vitest';
import type { KeyId } from '../src/token/key-id.js';
import { itIsRightInEveryOrder } from './right-in-every-order.js';
import { twoIssues } from './two-issues.js';

/** The next key IDs to be drawn, before random ones. */
const { next } = vi.hoisted(() => ({ next: [] as KeyId[] }));

vi.mock('../src/runtime/random.js', async (original) => {
  const random = await original<typeof import('../src/runtime/random.js')>();
  return { ...random, generateKeyId: () => next.shift() ?? random.generateKeyId() };
});

const forced = 'takentakentaken0' as KeyId;
const forceId = () => {
  next.splice(0, next.length, forced, forced);
  return forced;
};

itIsRightInEveryOrder('S09 issue + issue with one key ID', twoIssues(forceId), {
  orders: 3_564,
  'one has the ID': 1_974,
  'other has the ID': 1_590,
});
