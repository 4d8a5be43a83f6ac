import { tokenPattern } from '@postern/core';
import { expect, it } from 'vitest';
import { defaultCostHasher, issueKeys } from '../subjects/population.js';
import { checkOf, forge } from './forge.js';

const keyIds = ['0123456789abcdef', 'fedcba9876543210'];

it('computes the same check as a service without check keys', async () => {
  for (const { token } of await issueKeys(3, defaultCostHasher()))
    expect(checkOf(token.slice(0, -6))).toBe(token.slice(-6));
});

it.each([true, false])('forges tokens that are all different (with check keys: %s)', (hasCheckKeys) => {
  for (const flood of ['malformed', 'unknown', 'wrong secret'] as const)
    expect(new Set(forge(flood, 1_000, { keyIds, hasCheckKeys })).size).toBe(1_000);
});

it('forges well-formed tokens for every flood but the malformed one', () => {
  const formed = (flood: Parameters<typeof forge>[0]) =>
    forge(flood, 100, { keyIds, hasCheckKeys: false }).filter((token) => tokenPattern(['user']).test(token))
      .length;
  expect([formed('malformed'), formed('unknown'), formed('wrong secret')]).toEqual([0, 100, 100]);
});

it('uses real key IDs in turn for wrong secrets, and guesses the check if there are check keys', () => {
  const forged = forge('wrong secret', 4, { keyIds, hasCheckKeys: true });
  expect(forged.map((token) => token.slice(5, 21))).toEqual([...keyIds, ...keyIds]);
  expect(forged.filter((token) => checkOf(token.slice(0, -6)) === token.slice(-6))).toEqual([]);
});
