import { describe, expect, it } from 'vitest';
import { turns } from '../../test-support/turns.js';
import { perTurn } from './turns.js';

/** Gathers numbers, and keeps what was passed on together. */
function numbers(most = 256) {
  const passed: (readonly number[])[] = [];
  const gather = perTurn<number>(most, (items) => passed.push(items));
  return { gather, passed };
}

describe('perTurn', () => {
  it('passes on the items of one turn together, in order', async () => {
    const { gather, passed } = numbers();
    for (const item of [3, 1, 2]) gather(item);
    await turns(1);
    expect(passed).toEqual([[3, 1, 2]]);
  });

  it('gathers beyond the microtasks of one turn', async () => {
    const { gather, passed } = numbers();
    gather(1);
    await Promise.resolve().then(() => Promise.resolve().then(() => gather(2)));
    await turns(1);
    expect(passed).toEqual([[1, 2]]);
  });

  it('passes on nothing before it is there, and nothing twice', async () => {
    const { gather, passed } = numbers();
    await turns();
    expect(passed).toEqual([]);
    gather(1);
    await turns(1);
    gather(2);
    await turns();
    expect(passed).toEqual([[1], [2]]);
  });

  it('passes on no more than the most at a time', async () => {
    const { gather, passed } = numbers(256);
    const items = Array.from({ length: 600 }, (_, index) => index);
    for (const item of items) gather(item);
    await turns(1);
    expect(passed.map(({ length }) => length)).toEqual([256, 256, 88]);
    expect(passed.flat()).toEqual(items);
  });
});
