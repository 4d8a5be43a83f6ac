import type { KeyId } from '@postern/core';
import { describe, expect, it } from 'vitest';
import { rowMemory } from './row-memory.js';

const [one, two, three] = ['one', 'two', 'three'] as unknown as readonly [KeyId, KeyId, KeyId];

/** A memory in front of rows that a test changes, and the IDs that it has read. */
function memoryOf(maxRows: number) {
  const rows = new Map<KeyId, string>();
  let version = 1;
  const reads: (readonly KeyId[])[] = [];
  const hooks = { beforeRead: () => {} };
  const find = rowMemory({
    maxRows,
    readVersion: () => version,
    readRows(ids, use) {
      hooks.beforeRead();
      reads.push(ids);
      for (const id of ids) if (rows.has(id)) use(id, [rows.get(id)]);
    },
  });
  const commit = (id: KeyId, value: string | undefined) => {
    if (value === undefined) rows.delete(id);
    else rows.set(id, value);
    version += 1;
  };
  const values = (...ids: KeyId[]) => {
    const found = new Map<KeyId, unknown>();
    find(ids, (id, [value]) => found.set(id, value));
    return ids.map((id) => found.get(id));
  };
  return { commit, values, reads, hooks };
}

describe('rowMemory', () => {
  it('reads each row once while nothing is committed', () => {
    const { commit, values, reads } = memoryOf(10);
    commit(one, 'a');
    commit(two, 'b');
    expect(values(one)).toEqual(['a']);
    expect(values(one, two)).toEqual(['a', 'b']);
    expect(reads).toEqual([[one], [two]]);
  });

  it('forgets all rows once anything is committed', () => {
    const { commit, values, reads } = memoryOf(10);
    commit(one, 'a');
    commit(two, 'b');
    values(one, two);
    commit(three, 'c');
    expect(values(one, two)).toEqual(['a', 'b']);
    expect(reads).toEqual([
      [one, two],
      [one, two],
    ]);
  });

  it('S01 sees a change, a removal and a new row with the next call', () => {
    const { commit, values } = memoryOf(10);
    commit(one, 'a');
    expect(values(one)).toEqual(['a']);
    commit(one, 'revoked');
    expect(values(one)).toEqual(['revoked']);
    commit(one, undefined);
    expect(values(one)).toEqual([undefined]);
    commit(one, 'again');
    expect(values(one)).toEqual(['again']);
  });

  it('S01 sees a change that is committed between the question for the version and the read, and every later one', () => {
    const { commit, values, hooks } = memoryOf(10);
    commit(one, 'a');
    hooks.beforeRead = () => {
      hooks.beforeRead = () => {};
      commit(one, 'b');
    };
    expect(values(one)).toEqual(['b']);
    commit(one, 'c');
    expect(values(one)).toEqual(['c']);
  });

  it('S01 remembers nothing of a read that fails', () => {
    const { commit, values, hooks } = memoryOf(10);
    commit(one, 'a');
    values(one);
    commit(one, 'b');
    hooks.beforeRead = () => {
      hooks.beforeRead = () => {};
      throw new Error('busy');
    };
    expect(() => values(one)).toThrow('busy');
    expect(values(one)).toEqual(['b']);
  });

  it('F05 remembers no more rows than its limit, and drops the oldest', () => {
    const { commit, values, reads } = memoryOf(2);
    for (const id of [one, two, three]) commit(id, id);
    values(one);
    values(two);
    values(three);
    reads.length = 0;
    expect(values(two, three, one)).toEqual([two, three, one]);
    expect(reads[0]).toEqual([one]);
  });

  it('takes a break if changes are committed before remembered rows are used again', () => {
    const { commit, values, reads } = memoryOf(10);
    for (let row = 0; row < 64; row += 1) {
      commit(one, `${row}`);
      values(one);
    }
    commit(one, 'last');
    reads.length = 0;
    // The break is sixteen times as long. It is over once another row is remembered.
    for (let call = 0; call < 2_000; call += 1) expect(values(one)).toEqual(['last']);
    expect(reads).toHaveLength(16 * 64 + 1);
  });

  it('takes a break that ends soon, however many rows were read before', () => {
    const { commit, values, reads } = memoryOf(10);
    const many = Array.from({ length: 10_000 }, (_, row) => `row ${row}` as KeyId);
    for (const id of many) commit(id, 'once');
    for (const id of many) values(id);
    commit(one, 'last');
    reads.length = 0;
    for (let call = 0; call < 2_000; call += 1) expect(values(one)).toEqual(['last']);
    expect(reads).toHaveLength(16 * 64 + 1);
  });

  it('F11 takes no break because of rows that do not exist', () => {
    const { commit, values, reads } = memoryOf(10);
    for (let row = 0; row < 1_000; row += 1) values(`forged ${row}` as KeyId);
    commit(one, 'a');
    values(one);
    reads.length = 0;
    expect(values(one)).toEqual(['a']);
    expect(reads).toEqual([]);
  });

  it('S01 sees every change during a break, and after it', () => {
    const { commit, values } = memoryOf(10);
    commit(one, 'a');
    for (let change = 0; change < 2_000; change += 1) {
      commit(one, `${change}`);
      expect(values(one)).toEqual([`${change}`]);
    }
    for (let call = 0; call < 2_000; call += 1) expect(values(one)).toEqual(['1999']);
    commit(one, 'revoked');
    expect(values(one)).toEqual(['revoked']);
  });

  it('takes no break if a tenth of the rows is used again', () => {
    const { commit, values, reads } = memoryOf(10);
    for (let row = 0; row < 1_000; row += 1) {
      commit(one, `${row}`);
      values(one);
      if (row % 8 === 0) values(one);
    }
    expect(reads).toHaveLength(1_000);
    values(one);
    expect(reads).toHaveLength(1_000);
  });

  it('reads every time if its limit is 0', () => {
    const { commit, values, reads } = memoryOf(0);
    commit(one, 'a');
    values(one);
    values(one);
    expect(reads).toEqual([[one], [one]]);
  });
});
