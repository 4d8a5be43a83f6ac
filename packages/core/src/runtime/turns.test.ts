import { describe, expect, it } from 'vitest';
import { turns } from '../../test-support/turns.js';
import { batchPerTurn } from './turns.js';

/** Collects numbers, and keeps each batch that was passed on. */
function numbers(batchSize = 256) {
  const passed: (readonly number[])[] = [];
  const collect = batchPerTurn<number>(batchSize, (items) => void passed.push(items));
  return { collect, passed };
}

describe('batchPerTurn', () => {
  it('returns one promise for all items of a batch, which is settled once the batch was run', async () => {
    const steps: string[] = [];
    let finish = () => {};
    const collect = batchPerTurn<number>(2, (items) => {
      steps.push(`runs ${items}`);
      return items.includes(3) ? undefined : new Promise<void>((resolve) => (finish = resolve));
    });
    const [one, two, three] = [1, 2, 3].map(collect);
    expect(one).toBe(two);
    for (const [name, done] of Object.entries({ one, three }))
      void Promise.resolve(done).then(() => steps.push(`${name} is done`));
    await turns(2);
    expect(steps).toEqual(['runs 1,2', 'runs 3', 'three is done']);
    finish();
    await turns(1);
    expect(steps.at(-1)).toBe('one is done');
  });

  it('passes on the items of one turn together, in order', async () => {
    const { collect, passed } = numbers();
    for (const item of [3, 1, 2]) void collect(item);
    await turns(1);
    expect(passed).toEqual([[3, 1, 2]]);
  });

  it('collects across the microtasks of one turn', async () => {
    const { collect, passed } = numbers();
    void collect(1);
    await Promise.resolve().then(() => Promise.resolve().then(() => collect(2)));
    await turns(1);
    expect(passed).toEqual([[1, 2]]);
  });

  it('passes on nothing while there is nothing, and no item twice', async () => {
    const { collect, passed } = numbers();
    await turns();
    expect(passed).toEqual([]);
    void collect(1);
    await turns(1);
    void collect(2);
    await turns();
    expect(passed).toEqual([[1], [2]]);
  });

  it('passes on at most one batch size at a time', async () => {
    const { collect, passed } = numbers(256);
    const items = Array.from({ length: 600 }, (_, index) => index);
    for (const item of items) void collect(item);
    await turns(1);
    expect(passed.map(({ length }) => length)).toEqual([256, 256, 88]);
    expect(passed.flat()).toEqual(items);
  });
});
