import { describe, expect, it } from 'vitest';
import { conditionsOf, everyKey, queryOf, readFilter, without } from './key-filter.js';

const kinds = ['user', 'team'];
const now = new Date('2026-12-01T12:00:00Z');

const read = (query: string) => readFilter(new URLSearchParams(query), kinds);

describe('the filter in an address', () => {
  it('is every key that works, if there is nothing in it', () => {
    expect(read('')).toEqual({ filter: everyKey, unusable: undefined });
    expect(read('kind=&state=&createdBy=&expiresBefore=&unusedSince=')).toEqual(read(''));
  });

  it.each([
    ['state=all', { state: 'all' }],
    ['kind=team', { kinds: ['team'] }],
    ['createdBy=ada', { createdBy: { kind: 'user', id: 'ada' } }],
    ['createdBy=auth0|1:2', { createdBy: { kind: 'user', id: 'auth0|1:2' } }],
    ['createdBy=system:purge-job', { createdBy: { kind: 'system', id: 'purge-job' } }],
    ['neverExpires=true', { neverExpires: true }],
    ['expiresBefore=2027-01-31', { expiresBefore: new Date('2027-01-31T00:00:00Z') }],
    ['expiresBefore=14d', { expiresBefore: new Date('2026-12-15T12:00:00Z') }],
    ['unusedSince=2026-09-01', { unusedSince: new Date('2026-09-01T00:00:00Z') }],
    ['unusedSince=90d', { unusedSince: new Date('2026-09-02T12:00:00Z') }],
    ['beyondLifetime=true', { beyondLifetime: true }],
  ])('%s means the conditions of listAll', (query, conditions) => {
    const { filter, unusable } = read(query);
    expect(unusable).toBeUndefined();
    expect(conditionsOf(filter, now)).toEqual({ state: 'accepted', ...conditions });
  });

  it.each([
    ['state=asleep', 'state', 'invalid'],
    ['state=constructor', 'state', 'invalid'],
    ['kind=service', 'kind', 'invalid'],
    ['createdBy=key:nothing', 'createdBy', 'invalid'],
    ['createdBy=a%00b', 'createdBy', 'invalid'],
    ['expiresBefore=soon', 'expiresBefore', 'invalid'],
    ['expiresBefore=2026-02-30', 'expiresBefore', 'invalid'],
    ['expiresBefore=1969-12-31', 'expiresBefore', 'invalid'],
    ['unusedSince=0d', 'unusedSince', 'invalid'],
    ['unusedSince=99999d', 'unusedSince', 'invalid'],
    ['neverExpires=true&expiresBefore=2027-01-31', 'expiresBefore', 'contradiction'],
  ])('%s is refused', (query, field, problem) => {
    expect(read(query).unusable).toEqual({ field, problem });
  });

  it('keeps what it understood, so that the form has it again', () => {
    const { filter, unusable } = read('kind=team&expiresBefore=soon');
    expect([filter, unusable?.field]).toEqual([{ state: 'accepted', kind: 'team' }, 'expiresBefore']);
  });

  it('P09 a token in it is refused, with or without its kind, and kept nowhere', () => {
    const rest = 'pncdmpIFXA8RPhLCbbJE7Rb1W2cidguXoFcgre8iYLn6t4PaiRjc5KrK50q1w2e3x';
    for (const token of [`user.${rest}`, rest, `user:${rest}`, `key:${rest}`, rest.slice(0, 33)]) {
      const { filter, unusable } = read(`createdBy=${token}`);
      expect(unusable).toEqual({ field: 'createdBy', problem: 'secret' });
      expect(JSON.stringify(filter)).not.toContain('pncdmpIF');
    }
  });

  it('an ID of 32 random characters is none', () => {
    const id = 'pncdmpIFXA8RPhLCbbJE7Rb1W2cidguX';
    expect(read(`createdBy=${id}`).filter.createdBy).toEqual({ kind: 'user', id });
  });

  it('of a parameter that is sent twice, the last one counts', () => {
    expect(read('state=all&state=expired').filter.state).toBe('expired');
  });
});

it('a query that was written is read as the same filter', () => {
  for (const query of [
    '',
    'state=all&kind=team&createdBy=user%3Aada&neverExpires=true&unusedSince=90d&beyondLifetime=true',
    'createdBy=system%3Ajob&expiresBefore=2027-01-31&unusedSince=2026-09-01',
    'expiresBefore=14d',
  ])
    expect(queryOf(read(query).filter).toString()).toBe(query);
});

it('a filter without one of its conditions has all the others', () => {
  const { filter } = read('state=all&kind=team&neverExpires=true');
  expect(without(filter, 'kind')).toEqual({ state: 'all', neverExpires: true });
  expect(without(filter, 'state')).toEqual({ state: 'all', kind: 'team', neverExpires: true });
});
