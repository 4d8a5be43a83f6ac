import { beforeEach, describe, expect, it } from 'vitest';
import { hostileTexts, oddTexts } from '../../test-support/hostile-texts.js';
import { ada, service } from '../../test-support/service.js';
import { ofOwner, type Request, textPlaces } from '../../test-support/text-places.js';
import { createApiKeys } from '../create-api-keys.js';
import { eachOwner } from '../each-owner.js';
import { type AnyPosternError, isPosternError } from '../errors.js';

/** The verbs as plain JavaScript may call them, without type checking. */
type Verbs = Record<string, (...given: readonly unknown[]) => Promise<unknown>>;

let keys: Verbs;
let keyId: string;
let token: string;

beforeEach(async () => {
  const { keys: typed, issue } = service();
  const issued = await issue();
  keys = typed as unknown as Verbs;
  keyId = issued.key.id;
  token = issued.token;
});

function call(verb: string, ...given: readonly unknown[]): Promise<unknown> {
  return keys[verb]?.(...given) ?? Promise.reject(new Error(`no such verb: ${verb}`));
}

async function refusalOf(verb: string, ...given: readonly unknown[]): Promise<AnyPosternError> {
  const error = await call(verb, ...given).then(
    () => 'accepted',
    (thrown: unknown) => thrown,
  );
  if (!isPosternError(error)) throw new Error(`${verb} refused nothing: ${String(error)}`);
  return error;
}

/** Everything that is stored. */
async function stored(): Promise<unknown> {
  return [await call('list', { owner: ada, actor: ada }), await call('history', { owner: ada, actor: ada })];
}

describe('a hostile text is refused, never quoted, and changes nothing', () => {
  it.each(textPlaces)('as %s in %s', async (_place, verb, given, code) => {
    const before = await stored();
    for (const [what, value] of Object.entries(hostileTexts)) {
      const refusal = await refusalOf(verb, ...given(value, keyId));
      expect(refusal.code, what).toBe(code);
      expect(refusal.message, what).toMatch(/^[\x20-\x7e’§]{1,300}$/);
    }
    expect(await stored()).toEqual(before);
  });

  it('as a token in verify', async () => {
    for (const value of [...Object.values(hostileTexts), `${token}\0`, `\uFEFF${token}`, Object(token)]) {
      expect(await call('verify', value)).toEqual({ ok: false, reason: 'malformed' });
    }
  });
});

describe('T09 an odd text comes back exactly, and differs from every other one', () => {
  const owners = eachOwner(() => ({ active: true, permissions: [] }));
  const reason = (text: string) => text.padEnd(500, text);

  it('in IDs of owners and actors, and in reasons', async () => {
    const { repository, hasher, policy } = service();
    const open = createApiKeys({ repository, hasher, owners, policy });
    for (const id of oddTexts) {
      const owner = { kind: 'user', id } as const;
      const { key, token: issued } = await open.issue({ owner, actor: owner, name: 'x' });
      expect(await open.verify(issued)).toMatchObject({ principal: { owner } });
      await open.disable(key.id, { actor: owner, reason: reason(id).slice(0, 500) });
    }
    for (const id of oddTexts) {
      const owner = { kind: 'user', id } as const;
      const { keys: listed } = await open.list({ owner, actor: owner });
      const disabled = { createdBy: owner, disabledBy: owner, reason: reason(id).slice(0, 500) };
      expect(listed).toEqual([expect.objectContaining({ owner, ...disabled })]);
      const { entries } = await open.history({ owner, actor: owner });
      expect(entries.map(({ actor }) => actor)).toEqual([owner, owner]);
    }
  });

  it('in names, once they are trimmed and in NFC', async () => {
    for (const name of [
      `'; drop table postern_key; --`,
      '__proto__',
      '👩‍👩‍👧‍👦 🏳️‍🌈',
      'שלום',
      ' Zoe\u0308 ',
    ]) {
      await call('rename', keyId, { actor: ada, name });
      expect(await call('get', keyId, { actor: ada })).toMatchObject({ name: name.trim().normalize('NFC') });
    }
  });
});

describe('an invalid value is refused:', () => {
  const pages = { owner: ada, actor: ada };

  it.each([0, -1, 1.5, 101, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, '50', 5n, null, [5]])(
    'a limit of %s',
    async (limit) => {
      for (const verb of ['list', 'history'])
        expect((await refusalOf(verb, { ...pages, limit })).code).toBe('ERR_INVALID_ARGUMENT');
      const ofAll = { actor: ada, limit };
      expect((await refusalOf('listAll', ofAll)).code).toBe('ERR_INVALID_ARGUMENT');
      expect((await refusalOf('affectedBy', 'ada', ofAll)).code).toBe('ERR_INVALID_ARGUMENT');
      expect((await refusalOf('expiring', { ...ofAll, withinMs: 1 })).code).toBe('ERR_INVALID_ARGUMENT');
    },
  );

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 8.64e15, '60', null, 5n])(
    'a grace of %s',
    async (graceMs) => {
      expect((await refusalOf('rotate', keyId, { actor: ada, graceMs })).code).toBe('ERR_INVALID_ARGUMENT');
    },
  );

  it.each([new Date(Number.NaN), new Date(-1), new Date(-8.64e15), '2026-01-01', 0, 8.64e15])(
    'an instant of %s',
    async (instant) => {
      const revokeAll = { ...pages, reason: 'x', createdBefore: instant };
      expect((await refusalOf('revokeAll', revokeAll)).code).toBe('ERR_INVALID_ARGUMENT');
      expect((await refusalOf('purge', { actor: ada, revokedBefore: instant })).code).toBe(
        'ERR_INVALID_ARGUMENT',
      );
      for (const condition of ['expiresBefore', 'unusedSince'])
        expect((await refusalOf('listAll', { actor: ada, [condition]: instant })).code).toBe(
          'ERR_INVALID_ARGUMENT',
        );
      expect((await refusalOf('disableUnused', { actor: ada, unusedSince: instant })).code).toBe(
        'ERR_INVALID_ARGUMENT',
      );
      const issue = { ...pages, name: 'x', expiresAt: instant };
      expect((await refusalOf('issue', issue)).code).toBe('ERR_INVALID_EXPIRY');
    },
  );

  it.each([
    ['a string', 'agents:read'],
    ['holes', new Array(3)],
    ['1,001 names', Array.from({ length: 1_001 }, (_, index) => `s${index}`)],
    ['a million names', new Array(1_000_000).fill('agents:read')],
  ])('scopes that are %s', async (_what, scopes) => {
    const { code, message } = await refusalOf('issue', { ...pages, name: 'x', scopes });
    expect(code).toBe('ERR_INVALID_SCOPES');
    expect(message.length).toBeLessThan(300);
  });
});

describe('P09 a secret, or a part that could be completed, is refused wherever text is stored, and never echoed', () => {
  const pages = { owner: ada, actor: ada };
  const body = 'ETvw493ZdW29LRhNzg3L8vPqRb2XkYcZiNKCqxrTd9loa9JITualTNwJlty39PGfT';
  const parts: Readonly<Record<string, string>> = {
    'a token': `user.${body}`,
    'a token without its kind': body,
    'a token without its check': `user.${body.slice(0, -6)}`,
    'a secret': body.slice(16, 59),
    'the last 42 characters': body.slice(-42),
    'a part of a secret, in a sentence': `it was ${body.slice(20, 55)}, I think`,
  };
  const places: Readonly<Record<string, (text: string) => Promise<{ code: string; message: string }>>> = {
    'the name of a new key': (name) => refusalOf('issue', { ...pages, name }),
    'the name of an offer': (name) => refusalOf('offer', { ...pages, name }),
    'the new name of a key': (name) => refusalOf('rename', keyId, { actor: ada, name }),
    'the reason of a revocation': (reason) => refusalOf('revoke', keyId, { actor: ada, reason }),
    'the reason of revoking all keys': (reason) => refusalOf('revokeAll', { ...pages, reason }),
    'the reason of disabling what is unused': (reason) =>
      refusalOf('disableUnused', { actor: ada, unusedSince: new Date(0), reason }),
    'the reason of a disabling': (reason) => refusalOf('disable', keyId, { actor: ada, reason }),
    'a scope': (scope) =>
      refusalOf('issue', { ...pages, name: 'x', scopes: [scope.replaceAll(/[ ,]/g, '/')] }),
  };

  for (const [place, refuse] of Object.entries(places))
    it.each(Object.entries(parts))(`P09 as ${place}: %s`, async (_what, text) => {
      const { code, message } = await refuse(text);
      expect(code).toMatch(/^ERR_INVALID_/);
      for (let at = 0; at + 12 <= body.length; at += 1)
        expect(message).not.toContain(body.slice(at, at + 12));
    });

  it('P09 as an idempotency key if it is a whole secret, because a digest of it is stored', async () => {
    for (const idempotencyKey of [`user.${body}`, body, body.slice(16, 59)])
      expect((await refusalOf('issue', { ...pages, name: 'x', idempotencyKey })).code).toBe(
        'ERR_INVALID_ARGUMENT',
      );
  });
});

describe('T09 an unknown field is refused, and quoted only if it looks like a name:', () => {
  const bodies: Readonly<Record<string, () => string>> = {
    __proto__: () => '__proto__',
    constructor: () => 'constructor',
    '1 MiB': () => 'x'.repeat(2 ** 20),
    'a token': () => token,
    'a NUL': () => 'a\0b',
  };

  it.each(['__proto__', 'constructor', ...Object.keys(bodies)])('%s', async (what) => {
    const name = bodies[what]?.() ?? what;
    const body = JSON.parse(JSON.stringify([name]).replace(/^\[(.*)\]$/, '{$1:{"owner":"eve"}}')) as Request;
    for (const [verb, rest] of Object.entries(ofOwner)) {
      const { code, message } = await refusalOf(verb, { ...rest, owner: ada, actor: ada, ...body });
      expect(code).toBe('ERR_INVALID_ARGUMENT');
      expect(message).toMatch(
        /^unknown field (__proto__|constructor|\(invalid field name\)); the fields are /,
      );
    }
  });
});
