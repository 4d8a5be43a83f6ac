import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildKey } from '../testing/index.js';
import { type FairQueue, fairQueue } from './fair-queue.js';

const [a, b, c] = [buildKey().id, buildKey().id, buildKey().id];

function takeAll<Waiting>(queue: { takeNext(): Waiting | undefined }): readonly Waiting[] {
  const taken: Waiting[] = [];
  for (let next = queue.takeNext(); next !== undefined; next = queue.takeNext()) taken.push(next);
  return taken;
}

describe('fairQueue', () => {
  it('takes one item of each key ID, then the next one of each', () => {
    const queue = fairQueue<string>();
    for (const name of ['a1', 'a2', 'a3']) queue.add(a, name);
    for (const name of ['b1', 'b2']) queue.add(b, name);
    queue.add(c, 'c1');
    expect(takeAll(queue)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
  });

  it('moves a key ID to the back after its turn, but ahead of key IDs that are added later', () => {
    const queue = fairQueue<string>();
    for (const name of ['a1', 'a2']) queue.add(a, name);
    queue.add(b, 'b1');
    expect(queue.takeNext()).toBe('a1');
    queue.add(c, 'c1');
    expect(takeAll(queue)).toEqual(['b1', 'a2', 'c1']);
  });

  it('forgets deleted items, and key IDs without items', () => {
    const queue = fairQueue<string>();
    queue.add(a, 'a1');
    queue.add(b, 'b1');
    queue.delete(a, 'a1');
    queue.delete(a, 'a1');
    expect(queue.size()).toBe(1);
    queue.add(a, 'a2');
    expect(takeAll(queue)).toEqual(['b1', 'a2']);
  });

  it('evicts the newest item of the longest queue, which stays at least as long as that of the newcomer', () => {
    const queue = fairQueue<string>();
    for (const name of ['a1', 'a2', 'a3']) queue.add(a, name);
    queue.add(b, 'b1');
    expect(queue.evictFromLongestQueue(b)).toBe('a3');
    expect(queue.evictFromLongestQueue(b)).toBeUndefined();
    expect(queue.evictFromLongestQueue(c)).toBe('a2');
    expect(queue.evictFromLongestQueue(c)).toBeUndefined();
    expect(queue.evictFromLongestQueue(a)).toBeUndefined();
  });

  it('returns nothing if nothing is waiting', () => {
    const queue = fairQueue<string>();
    expect(queue.takeNext()).toBeUndefined();
    expect(queue.evictFromLongestQueue(a)).toBeUndefined();
  });
});

const keyIds = [a, b, c, buildKey().id];
const someKeyIds = fc.array(fc.constantFrom(...keyIds), { maxLength: 60 });

it('F04 no key ID gets a second turn while another waits for its first', () => {
  fc.assert(
    fc.property(someKeyIds, (added) => {
      const queue = fairQueue<{ readonly keyId: string }>();
      for (const keyId of added) queue.add(keyId, { keyId });
      const had = new Map<string, number>();
      const turnOfEach = takeAll(queue).map(({ keyId }) => {
        had.set(keyId, (had.get(keyId) ?? 0) + 1);
        return had.get(keyId) ?? 0;
      });
      expect(turnOfEach).toEqual([...turnOfEach].sort((one, other) => one - other));
      expect(turnOfEach).toHaveLength(added.length);
    }),
  );
});

/** The simplest fair queue: waiting items in order of arrival, and key IDs in order of their turns. */
function plainQueue(): FairQueue<number> {
  let all: { readonly keyId: string; readonly waiting: number }[] = [];
  let order: string[] = [];
  const of = (keyId: string) => all.filter((one) => one.keyId === keyId);
  const leave = (waiting: number | undefined) => {
    all = all.filter((one) => one.waiting !== waiting);
    order = order.filter((keyId) => of(keyId).length > 0);
    return waiting;
  };
  return {
    size: () => all.length,
    add(keyId, waiting) {
      all.push({ keyId, waiting });
      if (!order.includes(keyId)) order.push(keyId);
    },
    delete: (_keyId, waiting) => void leave(waiting),
    takeNext() {
      const keyId = order[0];
      if (keyId === undefined) return undefined;
      order = [...order.slice(1), keyId];
      return leave(of(keyId)[0]?.waiting);
    },
    evictFromLongestQueue(keyId) {
      const most = Math.max(...order.map((one) => of(one).length));
      if (most <= of(keyId).length + 1) return undefined;
      const longest = order.find((one) => of(one).length === most);
      return leave(all.findLast((one) => one.keyId === longest)?.waiting);
    },
  };
}

it('F04 a fair queue behaves like the simplest implementation, whatever is added and removed', () => {
  const step = fc.record({
    keyId: fc.constantFrom(...keyIds),
    what: fc.constantFrom('add', 'add', 'add', 'giveUp', 'takeNext', 'evictFromLongestQueue'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const [queue, plain] = [fairQueue<number>(), plainQueue()];
      const keyOf: string[] = [];
      const doStep = (subject: FairQueue<number>, { keyId, what }: (typeof steps)[number]) => {
        if (what === 'add') return subject.add(keyId, keyOf.length);
        if (what === 'giveUp') return subject.delete(keyId, keyOf.lastIndexOf(keyId));
        return what === 'takeNext' ? subject.takeNext() : subject.evictFromLongestQueue(keyId);
      };
      for (const step of steps) {
        expect(doStep(queue, step)).toEqual(doStep(plain, step));
        expect(queue.size()).toBe(plain.size());
        keyOf.push(step.keyId);
      }
    }),
  );
});
