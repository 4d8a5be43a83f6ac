import { readFile } from 'node:fs/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { type Checkout, makeCheckout } from './checkout.js';
import { defences } from './defences.js';

/** Checkouts that no test is using: each test has one to itself. */
const idle: Checkout[] = [];

async function withCheckout<Value>(use: (checkout: Checkout) => Promise<Value>): Promise<Value> {
  const checkout = idle.pop() ?? (await makeCheckout());
  try {
    return await use(checkout);
  } finally {
    idle.push(checkout);
  }
}

afterAll(async () => {
  for (const checkout of idle) await checkout.remove();
});

describe('a test of each row fails when its defence is removed', () => {
  for (const { row, removed, edits, tests } of defences) {
    it.concurrent(`${row} without ${removed}: ${tests.join(', ')}`, async () => {
      const failed = await withCheckout((checkout) => checkout.failuresWithout(edits, { row, files: tests }));
      expect(failed.length).toBeGreaterThan(0);
    });
  }
});

it('docs/threat-model.md says for each row what was removed', async () => {
  const page = await readFile(new URL('../../../docs/threat-model.md', import.meta.url), 'utf8');
  const rows = page.split('\n').filter((line) => /^\| [A-Z]\d\d \|/.test(line));
  const documented = new Map(
    rows.map((line) => [line.slice(2, 5), line.split(' | ').at(-1)?.replace(/ \|$/, '')]),
  );
  const removedFrom = (row: string) =>
    defences.filter((one) => one.row === row).map(({ removed }) => removed);
  expect(Object.fromEntries(documented)).toEqual(
    Object.fromEntries(defences.map(({ row }) => [row, [...new Set(removedFrom(row))].join('; ')])),
  );
});
