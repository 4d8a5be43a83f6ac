import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildKey } from '../testing/index.js';
import { type TakingTurns, takingTurns } from './taking-turns.js';

const [a, b, c] = [buildKey().id, buildKey().id, buildKey().id];

function takeAll<Waiting>(turns: { takeNext(): Waiting | undefined }): readonly Waiting[] {
  const taken: Waiting[] = [];
  for (let next = turns.takeNext(); next !== undefined; next = turns.takeNext()) taken.push(next);
  return taken;
}

describe('takingTurns', () => {
  it('takes one of each key ID, then the next of each', () => {
    const turns = takingTurns<string>();
    for (const name of ['a1', 'a2', 'a3']) turns.add(a, name);
    for (const name of ['b1', 'b2']) turns.add(b, name);
    turns.add(c, 'c1');
    expect(takeAll(turns)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
  });

  it('puts a key ID last that had its turn, also before one that came since', () => {
    const turns = takingTurns<string>();
    for (const name of ['a1', 'a2']) turns.add(a, name);
    turns.add(b, 'b1');
    expect(turns.takeNext()).toBe('a1');
    turns.add(c, 'c1');
    expect(takeAll(turns)).toEqual(['b1', 'a2', 'c1']);
  });

  it('forgets who gave up, and a key ID that nobody waits for', () => {
    const turns = takingTurns<string>();
    turns.add(a, 'a1');
    turns.add(b, 'b1');
    turns.delete(a, 'a1');
    turns.delete(a, 'a1');
    expect(turns.size()).toBe(1);
    turns.add(a, 'a2');
    expect(takeAll(turns)).toEqual(['b1', 'a2']);
  });

  it('takes the newest of the greediest, from whom it leaves no less than the newcomer gets', () => {
    const turns = takingTurns<string>();
    for (const name of ['a1', 'a2', 'a3']) turns.add(a, name);
    turns.add(b, 'b1');
    expect(turns.takeFromGreedierThan(b)).toBe('a3');
    expect(turns.takeFromGreedierThan(b)).toBeUndefined();
    expect(turns.takeFromGreedierThan(c)).toBe('a2');
    expect(turns.takeFromGreedierThan(c)).toBeUndefined();
    expect(turns.takeFromGreedierThan(a)).toBeUndefined();
  });

  it('takes nobody where nobody waits', () => {
    const turns = takingTurns<string>();
    expect(turns.takeNext()).toBeUndefined();
    expect(turns.takeFromGreedierThan(a)).toBeUndefined();
  });
});

const keyIds = [a, b, c, buildKey().id];
const someKeyIds = fc.array(fc.constantFrom(...keyIds), { maxLength: 60 });

it('F04 nobody has a second turn while somebody waits for the first', () => {
  fc.assert(
    fc.property(someKeyIds, (added) => {
      const turns = takingTurns<{ readonly keyId: string }>();
      for (const keyId of added) turns.add(keyId, { keyId });
      const had = new Map<string, number>();
      const turnOfEach = takeAll(turns).map(({ keyId }) => {
        had.set(keyId, (had.get(keyId) ?? 0) + 1);
        return had.get(keyId) ?? 0;
      });
      expect(turnOfEach).toEqual([...turnOfEach].sort((one, other) => one - other));
      expect(turnOfEach).toHaveLength(added.length);
    }),
  );
});

/** The same, in the plainest way: who waits in the order of coming, and the key IDs in the order of their turns. */
function plainTurns(): TakingTurns<number> {
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
    takeFromGreedierThan(keyId) {
      const most = Math.max(...order.map((one) => of(one).length));
      if (most <= of(keyId).length + 1) return undefined;
      const greediest = order.find((one) => of(one).length === most);
      return leave(all.findLast((one) => one.keyId === greediest)?.waiting);
    },
  };
}

it('F04 does what the plainest way of taking turns does, whatever comes and goes', () => {
  const step = fc.record({
    keyId: fc.constantFrom(...keyIds),
    what: fc.constantFrom('add', 'add', 'add', 'giveUp', 'takeNext', 'takeFromGreedierThan'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const [turns, plain] = [takingTurns<number>(), plainTurns()];
      const keyOf: string[] = [];
      const doStep = (subject: TakingTurns<number>, { keyId, what }: (typeof steps)[number]) => {
        if (what === 'add') return subject.add(keyId, keyOf.length);
        if (what === 'giveUp') return subject.delete(keyId, keyOf.lastIndexOf(keyId));
        return what === 'takeNext' ? subject.takeNext() : subject.takeFromGreedierThan(keyId);
      };
      for (const step of steps) {
        expect(doStep(turns, step)).toEqual(doStep(plain, step));
        expect(turns.size()).toBe(plain.size());
        keyOf.push(step.keyId);
      }
    }),
  );
});
