import { expect, it } from 'vitest';
import type { KeyId } from '../token/key-id.js';
import { type PendingUses, pendingUses } from './use-recorder.js';

const cooldownMs = 60_000;
const flushMs = 10_000;

/** Uses some keys, and returns those that found no room. */
function use(pending: PendingUses, numbers: Iterable<number>): readonly number[] {
  return [...numbers].filter((number) => !pending.add(String(number) as KeyId, new Date(0)));
}

function* range(from: number, to: number) {
  for (let number = from; number < to; number += 1) yield number;
}

const taken = (pending: PendingUses, nowMs: number) => pending.take(nowMs).map(({ keyId }) => Number(keyId));

it('pendingUses keeps no more keys than it has room for, including those that cool down', () => {
  const pending = pendingUses({ maxKeys: 3, cooldownMs });
  use(pending, [1, 2]);
  expect(taken(pending, 0)).toEqual([1, 2]);
  expect(use(pending, [3, 4, 5, 6])).toEqual([6]);
});

it('pendingUses lets every key cool down while there is room for all', () => {
  const pending = pendingUses({ maxKeys: 10, cooldownMs });
  for (const nowMs of [0, 1, 2, 3, 4, 5].map((flush) => flush * flushMs)) {
    use(pending, range(0, 10));
    expect(taken(pending, nowMs)).toHaveLength(nowMs === 0 ? 10 : 0);
  }
  expect(taken(pending, cooldownMs)).toHaveLength(10);
});

it('pendingUses ends all cooldowns when it is full, so that no use is lost if a flush has room for all', () => {
  const pending = pendingUses({ maxKeys: 10, cooldownMs });
  for (const flush of range(0, 20)) {
    // Fifteen keys, each used every other flush: eight are used between two flushes, and all fifteen would not fit.
    const numbers = [...range(0, 15)].filter((number) => number % 2 === flush % 2);
    expect(use(pending, numbers)).toEqual([]);
    pending.take(flush * flushMs);
  }
});

it('pendingUses makes everything due after a use was lost', () => {
  const pending = pendingUses({ maxKeys: 2, cooldownMs });
  for (const nowMs of [0, flushMs]) {
    use(pending, [1, 2]);
    expect(taken(pending, nowMs)).toHaveLength(nowMs === 0 ? 2 : 0);
  }
  expect(use(pending, [3])).toEqual([3]);
  expect(taken(pending, 2 * flushMs)).toEqual([1, 2]);
});

it('pendingUses forgets a key when its cooldown is over', () => {
  const pending = pendingUses({ maxKeys: 2, cooldownMs });
  use(pending, [1]);
  pending.take(0);
  use(pending, [2]);
  pending.take(cooldownMs);
  // If the first key had kept its place, the cooldown of the second would end here.
  use(pending, [3]);
  use(pending, [2]);
  expect(taken(pending, cooldownMs + 1)).toEqual([3]);
});
