import { describe, expect, it } from 'vitest';
import { everyOrder, type Scenario } from './every-order.js';
import type { Steps } from './steps.js';

/** A call that asks this many ports, one after the other. */
const asking = (name: string, ports: number) => async (steps: Steps) => {
  for (let asked = 1; asked <= ports; asked += 1) await steps.call(`${name}${asked}`, () => undefined);
};

/** Explores calls, and returns every order. */
async function ordersOf(calls: Scenario<Steps>['calls']): Promise<readonly string[]> {
  const orders: string[] = [];
  await everyOrder<Steps>({
    prepare: async (steps) => steps,
    calls,
    async check({ taken }) {
      orders.push(taken.join(', '));
      return 'done';
    },
  });
  return orders;
}

describe('everyOrder', () => {
  it('runs one call in its only order', async () => {
    expect(await ordersOf([{ a: asking('a', 2) }])).toEqual(['a begins, a1 answers, a2 answers']);
  });

  it.each([
    [1, 1, 6],
    [2, 1, 10],
    [3, 3, 70],
    [5, 4, 462],
  ])('runs calls with %i and %i questions in all %i orders, each once', async (one, other, expected) => {
    const orders = await ordersOf([{ a: asking('a', one) }, { b: asking('b', other) }]);
    expect(orders).toHaveLength(expected);
    expect(new Set(orders).size).toBe(expected);
  });

  it('runs calls that are alike in half as many orders', async () => {
    const orders = await ordersOf([{ a: asking('a', 1), b: asking('b', 1) }]);
    expect(orders).toHaveLength(3);
    for (const order of orders) expect(order).toMatch(/^a begins/);
  });

  it('runs everything that is due in one turn in one step, and in order', async () => {
    const ran: string[] = [];
    const waiting = (name: string) => () =>
      new Promise<void>((resolve) => setImmediate(() => resolve(void ran.push(name))));
    expect(await ordersOf([{ a: waiting('a'), b: waiting('b') }])).toEqual([
      'a begins, turn, b begins, turn',
      'a begins, b begins, turn',
    ]);
    expect(ran).toEqual(['a', 'b', 'a', 'b']);
  });

  it('counts the outcomes of the orders', async () => {
    const calls = ['a', 'b', 'c'].map((name) => ({
      [name]: async (world: string[]) => void world.push(name),
    }));
    const explored = await everyOrder<string[]>({
      prepare: async () => [],
      calls,
      check: async ([first]) => `${first} was first`,
    });
    expect(explored.orders).toBe(6);
    expect(explored.outcomes).toEqual({ 'a was first': 2, 'b was first': 2, 'c was first': 2 });
  });

  it('lets a port take effect when it is called, and its answer arrive later', async () => {
    const written: string[] = [];
    const seen: string[] = [];
    await everyOrder<Steps>({
      prepare: async (steps) => steps,
      calls: [{ a: (steps) => steps.call('write', () => void written.push('a')) }],
      look: ({ taken }) => void seen.push(`${taken.at(-1)}: ${written.length}`),
      check: async ({ effects }) => effects.map(({ label, at }) => `${label} ${at}`).join(),
    });
    expect(seen).toEqual(['a begins: 1', 'write answers: 1']);
  });

  it('lets a port in the background take effect when its step is taken, with other steps before it', async () => {
    const written: string[] = [];
    await everyOrder<Steps>({
      prepare: async (steps) => steps,
      calls: [
        {
          async flush(steps) {
            for (const name of ['a', 'b']) void steps.callInBackground(name, () => void written.push(name));
          },
        },
        { c: (steps) => steps.call('c', () => void written.push('c')) },
      ],
      check: async () => written.splice(0).join(''),
    }).then(({ outcomes }) =>
      expect(Object.keys(outcomes).sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']),
    );
  });

  it('lets other processes act in the middle of something synchronous, any number of times', async () => {
    const { orders, outcomes } = await everyOrder<Steps>({
      prepare: async (steps) => steps,
      calls: [
        {
          async a(steps) {
            steps.letOthersAct();
            steps.letOthersAct();
          },
        },
        { other: (steps) => steps.elsewhere(['b', () => undefined], ['c', () => undefined]) },
      ],
      check: async ({ taken, effects }) =>
        `${taken.join(', ')}: ${effects.map(({ label, at }) => `${label} ${at}`).join()}`,
    });
    expect(Object.keys(outcomes).sort()).toEqual([
      'a begins, other begins, b, c: b 3,c 4',
      'other begins, a begins, b, c: b 3,c 4',
      'other begins, b, a begins, c: b 2,c 4',
      'other begins, b, c, a begins: b 2,c 3',
    ]);
    // If the other process begins first, `b` and `c` each come before `a`, at one of its two pauses, or after it.
    expect(orders).toBe(1 + 10);
  });

  it('reports the order in which a scenario failed', async () => {
    const written: string[] = [];
    const explored = everyOrder<Steps>({
      prepare: async (steps) => {
        written.splice(0);
        return steps;
      },
      calls: [
        { a: (steps) => steps.call('write', () => void written.push('a')) },
        { b: (steps) => steps.call('read', () => written.length) },
      ],
      async check(_world, ended) {
        const { result } = ended('b');
        if (result.status === 'fulfilled' && result.value === 0) throw new Error('b saw nothing');
        return 'seen';
      },
    });
    await expect(explored).rejects.toThrow(/^in the order: b begins, .*\nb saw nothing$/);
  });

  it('treats a call that never ends as an error', async () => {
    const explored = everyOrder({
      prepare: async () => undefined,
      calls: [{ a: () => new Promise(() => undefined) }],
      check: async (_world, ended) => String(ended('a').endedAt),
    });
    await expect(explored).rejects.toThrow('a never ended');
  });

  it('restores setImmediate', async () => {
    const before = globalThis.setImmediate;
    await ordersOf([{ a: asking('a', 1) }]);
    expect(globalThis.setImmediate).toBe(before);
  });
});
