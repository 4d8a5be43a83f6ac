import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ada, platform, service } from '../test-support/service.js';
import type { ApiKeysConfig } from './config.js';
import { createApiKeys } from './create-api-keys.js';
import { eachOwner } from './each-owner.js';
import { readPrefixes } from './prefixes.js';
import { insecureHasher, memoryKeyRepository, settableClock } from './testing/index.js';
import { crcCheck, tokenFormat } from './token/token.js';
import { tokenPattern } from './token/token-pattern.js';

type Prefixes = Pick<ApiKeysConfig<'user' | 'team'>, 'prefixes' | 'retiredPrefixes'>;

const day = 24 * 60 * 60 * 1_000;
/** Sound parts for `createApiKeys`, for one of the tests that share a repository. */
function parts(repository = memoryKeyRepository()) {
  return {
    repository,
    hasher: insecureHasher(),
    owners: eachOwner(() => ({ active: true, permissions: [] }) as const),
    policy: { decide: () => ({ ok: true }) as const },
  };
}
const accepted = { ok: true };
const malformed = { ok: false, reason: 'malformed' };
/** What someone with the CRC-32, and the secret, can make of a token. */
function withPrefix(prefix: string, token: string): string {
  const body = prefix + token.slice(token.indexOf('.'), -6);
  return body + crcCheck.sign(body);
}

describe('prefixes', () => {
  it('are what new tokens start with: issued, rotated, claimed', async () => {
    const { keys, issue } = service({ prefixes: { user: 'acme_user' } });
    const { key, token } = await issue();
    const rotated = await keys.rotate(key.id, { actor: ada });
    const offer = await keys.offer({ owner: ada, actor: ada, name: 'Offered' });
    const claimed = await keys.claim(offer.id, { actor: ada });
    for (const issued of [{ key, token }, rotated, claimed]) {
      expect(issued.token).toMatch(/^acme_user\.[0-9A-Za-z]{65}$/);
      expect(issued.key.prefix).toBe('acme_user');
      expect(await keys.get(issued.key.id, { actor: ada })).toMatchObject({ prefix: 'acme_user' });
    }
    expect(await keys.verify(claimed.token)).toMatchObject({ ok: true, principal: { owner: ada } });
  });

  it('are the kinds by default, also next to a prefix of another kind', async () => {
    const { keys, issue } = service({ prefixes: { user: 'acme_user', team: undefined } });
    const { key, token } = await issue({ owner: platform });
    expect(token).toMatch(/^team\./);
    expect(key.prefix).toBe('team');
    expect(await keys.verify(token)).toMatchObject(accepted);
  });

  it('are returned with the retired ones, in a list that no one can change', () => {
    const { keys } = service({
      prefixes: { team: 'acme_team' },
      retiredPrefixes: { team: ['team', { prefix: 'old_team', until: new Date(0) }] },
    });
    expect(keys.tokenPrefixes).toEqual(['user', 'acme_team', 'team', 'old_team']);
    expect(Object.isFrozen(keys.tokenPrefixes)).toBe(true);
    expect(service().keys.tokenPrefixes).toEqual(['user', 'team']);
  });

  it('T02 a token whose prefix is swapped for another one of its kind is refused', async () => {
    const { keys, issue } = service({ prefixes: { user: 'acme_user' }, retiredPrefixes: { user: ['user'] } });
    const { token } = await issue();
    expect(await keys.verify(token.replace('acme_user', 'user'))).toEqual(malformed);
    expect(await keys.verify(withPrefix('user', token))).toEqual({ ok: false, reason: 'wrong_secret' });
    expect(await keys.verify(withPrefix('team', token))).toEqual({ ok: false, reason: 'unknown' });
    expect(await keys.verify(token)).toMatchObject(accepted);
  });

  it('T10 tokens that start with anything else are refused', async () => {
    const before = service();
    const { token } = await before.issue();
    const { keys } = service({ repository: before.repository, prefixes: { user: 'acme_user' } });
    expect(await keys.verify(token)).toEqual(malformed);
    expect(await keys.verify(withPrefix('acme_users', token))).toEqual(malformed);
    expect(await keys.verify(withPrefix('', token))).toEqual(malformed);
  });

  it('of any form are found by the pattern, and accepted', async () => {
    const prefix = fc.stringMatching(/^[a-z](_?[a-z0-9]){0,15}$/);
    await fc.assert(
      fc.asyncProperty(prefix, prefix, async (user, team) => {
        fc.pre(user !== team && user !== 'team' && team !== 'user');
        const { keys, issue } = service({ prefixes: { user, team } });
        const tokens = [(await issue()).token, (await issue({ owner: platform })).token];
        for (const token of tokens) expect(await keys.verify(token)).toMatchObject(accepted);
        expect(`(${tokens.join(' ')})`.match(tokenPattern(keys.tokenPrefixes))).toEqual(tokens);
      }),
      { numRuns: 50 },
    );
  });
});

describe('retiredPrefixes', () => {
  it('are accepted, and new tokens do not get them', async () => {
    const before = service();
    const { token } = await before.issue();
    const changed: Prefixes = { prefixes: { user: 'acme_user' }, retiredPrefixes: { user: ['user'] } };
    const { keys, issue } = service({ repository: before.repository, ...changed });
    expect(await keys.verify(token)).toMatchObject(accepted);
    expect((await issue()).token).toMatch(/^acme_user\./);
  });

  it('may be listed before new tokens get them', async () => {
    const { repository, keys, issue } = service({ retiredPrefixes: { user: ['acme_user'] } });
    expect((await issue()).token).toMatch(/^user\./);
    const next = service({ repository, prefixes: { user: 'acme_user' } });
    const { token, key } = await next.issue();
    expect(await keys.verify(token)).toMatchObject(accepted);
    expect(await keys.get(key.id, { actor: ada })).toMatchObject({ prefix: 'acme_user' });
  });

  it('T10 are refused from their date on, by the clock of the service', async () => {
    const clock = settableClock();
    const until = new Date(clock.now().getTime() + day);
    const repository = memoryKeyRepository();
    const { token } = await createApiKeys(parts(repository)).issue({ owner: ada, actor: ada, name: 'Old' });
    const keys = createApiKeys({
      ...parts(repository),
      clock,
      prefixes: { user: 'acme_user' },
      retiredPrefixes: { user: [{ prefix: 'user', until }] },
    });
    clock.advance(day - 1);
    expect(await keys.verify(token)).toMatchObject(accepted);
    clock.advance(1);
    expect(await keys.verify(token)).toEqual(malformed);
    expect(keys.tokenPrefixes).toContain('user');
  });

  it('T10 with a date that a later change of the object does not move', async () => {
    const clock = settableClock();
    const until = new Date(clock.now().getTime() - 1);
    const retired = [{ prefix: 'old_user', until }];
    const keys = createApiKeys({ ...parts(), clock, retiredPrefixes: { user: retired } });
    until.setTime(clock.now().getTime() + day);
    retired.push({ prefix: 'other', until });
    const issuing = createApiKeys({ ...parts(), prefixes: { user: 'old_user' } });
    const { token } = await issuing.issue({ owner: ada, actor: ada, name: 'Old' });
    expect(await keys.verify(token)).toEqual(malformed);
    expect(keys.tokenPrefixes).toEqual(['user', 'team', 'old_user']);
  });

  it('T10 with a date are refused if the clock returns an invalid one', () => {
    const until = new Date(8.64e15);
    const prefixes = readPrefixes({ retiredPrefixes: { user: [{ prefix: 'old', until }] } }, ['user']);
    const format = tokenFormat(prefixes, { check: crcCheck, now: () => new Date(Number.NaN) });
    const body = `.${'0'.repeat(65)}`;
    expect(format.parse(withPrefix('old', body))).toBeUndefined();
    expect(format.parse(withPrefix('user', body))).toMatchObject({ kind: 'user' });
  });

  it('without a date need no look at the clock', () => {
    let looks = 0;
    const now = () => {
      looks += 1;
      return new Date();
    };
    const until = new Date(Date.now() + day);
    const prefixes = readPrefixes({ retiredPrefixes: { user: ['old', { prefix: 'older', until }] } }, [
      'user',
    ]);
    const format = tokenFormat(prefixes, { check: crcCheck, now });
    const body = `.${'0'.repeat(65)}`;
    for (const prefix of ['user', 'old', 'other']) format.parse(withPrefix(prefix, body));
    expect(looks).toBe(0);
    expect(format.parse(withPrefix('older', body))).toMatchObject({ kind: 'user' });
    expect(looks).toBe(1);
  });
});

/** As it might be written in plain JavaScript. */
const make = (wrong: unknown) => createApiKeys({ ...parts(), ...(wrong as Prefixes) });

describe('createApiKeys refuses', () => {
  it.each(
    [
      ['', 'Acme', 'acme-user', 'acme.user', 'acme user', '_acme', 'acme_', 'acme__user', '1acme', 'acmé'],
      ['a'.repeat(33), 'user\n', 5, null, ['acme'], { prefix: 'acme', until: new Date() }],
    ].flat(),
  )('the prefix %j', (prefix) => {
    const message = /^prefixes\.user must be a lowercase letter, then .* such as acme_user$/;
    expect(() => make({ prefixes: { user: prefix } })).toThrow(message);
  });

  it.each(['a', 'a_1', 'acme_user', 'acme_user_v2', 'x0', 'a'.repeat(32)])('not the prefix %s', (prefix) => {
    expect(() =>
      make({ prefixes: { user: prefix }, retiredPrefixes: { team: [`${prefix.slice(0, 30)}_t`] } }),
    ).not.toThrow();
  });

  it.each([
    [{ prefixes: { user: 'acme', team: 'acme' } }, 'the prefix of team and the prefix of user are both acme'],
    [{ prefixes: { user: 'team' } }, 'the prefix of user is team, which is another kind'],
    [
      { prefixes: { user: 'team', team: 'acme_team' } },
      'the prefix of user is team, which is another kind; choose another prefix',
    ],
    [
      { prefixes: { team: 'acme_team' }, retiredPrefixes: { user: ['team'] } },
      'a prefix in retiredPrefixes.user is team, which is another kind',
    ],
    [
      { prefixes: { user: 'acme' }, retiredPrefixes: { team: ['acme'] } },
      'a prefix in retiredPrefixes.team and the prefix of user are both acme; each prefix may be listed once',
    ],
    [
      { retiredPrefixes: { user: ['user'] } },
      'a prefix in retiredPrefixes.user and the prefix of user are both',
    ],
    [
      { retiredPrefixes: { user: ['old'], team: [{ prefix: 'old', until: new Date(0) }] } },
      'a prefix in retiredPrefixes.team and a prefix in retiredPrefixes.user are both old',
    ],
    [{ retiredPrefixes: { user: ['old', 'old'] } }, 'a prefix in retiredPrefixes.user and a prefix in'],
  ])('T11 a prefix that could mean two things: %j', (prefixes, message) => {
    expect(() => make(prefixes)).toThrow(message);
    expect(() => make(prefixes)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_CONFIG' }));
  });

  it.each([
    [{ prefixes: { robot: 'acme' } }, 'prefixes: unknown option robot; the options are user, team'],
    [{ retiredPrefixes: { robot: [] } }, 'retiredPrefixes: unknown option robot'],
    [{ prefixes: 'acme' }, 'prefixes: the options must be an object'],
    [{ prefixes: ['acme'] }, 'prefixes'],
    [{ prefixes: new Map([['user', 'acme']]) }, 'prefixes must be a plain object'],
    [{ retiredPrefixes: new Map() }, 'retiredPrefixes must be a plain object'],
    [{ retiredPrefixes: { user: 'old' } }, 'retiredPrefixes.user must be an array of at most 8 prefixes'],
    [{ retiredPrefixes: { user: new Set(['old']) } }, 'retiredPrefixes.user must be an array'],
    [{ retiredPrefixes: { user: 'abcdefghi'.split('') } }, 'must be an array of at most 8 prefixes'],
    [{ retiredPrefixes: { user: ['Old'] } }, 'retiredPrefixes.user[0] must be a lowercase letter'],
    [
      { retiredPrefixes: { user: Array(1) } },
      'retiredPrefixes.user[0]: the options must be an object, such as',
    ],
    [
      { retiredPrefixes: { user: [{ prefix: 'old' }] } },
      'retiredPrefixes.user[0]: until must be a valid Date',
    ],
    [{ retiredPrefixes: { user: [{ prefix: 'old', until: new Date('?') }] } }, 'until must be a valid Date'],
    [{ retiredPrefixes: { user: [{ prefix: 'old', until: '2027-01-01' }] } }, 'until must be a valid Date'],
    [{ retiredPrefixes: { user: [{ prefix: 'old', untill: new Date() }] } }, 'unknown option untill'],
    [
      { retiredPrefixes: { user: [new Map([['prefix', 'old']])] } },
      'retiredPrefixes.user[0] must be a plain',
    ],
  ])('%j', (prefixes, message) => {
    expect(() => make(prefixes)).toThrow(message);
    expect(() => make(prefixes)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_CONFIG' }));
  });
});
