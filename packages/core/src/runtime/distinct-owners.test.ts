import { expect, it } from 'vitest';
import { distinctOwners } from './guarded-owners.js';

const ada = { kind: 'user', id: 'ada' };
const adaTeam = { kind: 'team', id: 'ada' };
const grace = { kind: 'user', id: 'grace' };

it('distinctOwners returns each owner once, and the index of every owner in the list', () => {
  const list = [ada, grace, { ...ada }, adaTeam, grace];
  expect(distinctOwners(list)).toEqual({ distinct: [ada, grace, adaTeam], places: [0, 1, 0, 2, 1] });
});

it('distinctOwners keeps owners apart whose kinds and IDs look alike when joined', () => {
  const list = [
    { kind: 'user', id: 'a.b' },
    { kind: 'user.a', id: 'b' },
  ];
  expect(distinctOwners(list).places).toEqual([0, 1]);
});
