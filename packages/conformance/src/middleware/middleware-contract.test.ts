import { describe, expect, it } from 'vitest';
import { plainSubject } from '../../test-support/plain-subject.js';
import { middlewareContract } from './middleware-contract.js';
import type { MakeMiddlewareSubject } from './subject.js';

describe('an adapter on plain Node fulfils the contract', () => {
  for (const { name, run } of middlewareContract) it(name, () => run(plainSubject()));
});

it('every clause has a different name', () => {
  const names = middlewareContract.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

it.each(['H01', 'H02', 'H03', 'H04', 'H05', 'H06', 'H08', 'H09', 'H10', 'H11'])(
  'the contract has a clause for %s',
  (row) => {
    expect(middlewareContract.some(({ name }) => name.startsWith(`${row} `))).toBe(true);
  },
);

it('every clause closes the subject, even if it fails', async () => {
  let closed = 0;
  const unreachableSubject = async () => ({
    port: 1,
    names: [],
    handled: () => 0,
    async close() {
      closed += 1;
    },
  });
  const results = await Promise.allSettled(middlewareContract.map(({ run }) => run(unreachableSubject)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toEqual([]);
  expect(closed).toBe(middlewareContract.length);
});

it('a subject without a shared response skips the clauses that need it, and no others', async () => {
  const skipped: string[] = [];
  const make: MakeMiddlewareSubject = async (setup) => ({
    ...(await plainSubject()(setup)),
    sharesResponse: false,
  });
  const needing = middlewareContract.filter(({ needs }) => needs === 'shared response');
  for (const { run } of needing) await run(make, { skip: (reason) => void skipped.push(reason) });
  expect(needing.length).toBeGreaterThan(0);
  expect(skipped).toEqual(needing.map(() => 'not checked: the subject has no shared response'));
});
