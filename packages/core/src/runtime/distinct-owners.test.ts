import { expect, it } from 'vitest';
import { distinctOwners } from './guarded-owners.js';

const ada = { kind: 'user', id: 'ada' };
const adaTeam = { kind: 'team', id: 'ada' };
const grace = { kind: 'user', id: 'grace' };

it('names each owner once, and where each of the list stands among them', () => {
  const list = [ada, grace, { ...ada }, adaTeam, grace];
  expect(distinctOwners(list)).toEqual({ distinct: [ada, grace, adaTeam], places: [0, 1, 0, 2, 1] });
});

it('takes owners apart whose kind and ID read alike together', () => {
  const list = [
    { kind: 'user', id: 'a.b' },
    { kind: 'user.a', id: 'b' },
  ];
  expect(distinctOwners(list).places).toEqual([0, 1]);
});
