import { describe, expect, it } from 'vitest';
import { ada, service } from '../../test-support/service.js';
import type { ApiKeys } from '../api-keys.js';
import { buildKey } from '../testing/index.js';

type Verb = keyof ApiKeys;

/** Calls a verb as plain JavaScript may call it: the compiler has no say. */
function call(verb: Verb, ...given: readonly unknown[]): Promise<unknown> {
  const keys = service().keys as unknown as Record<Verb, (...given: readonly unknown[]) => Promise<unknown>>;
  return keys[verb](...given);
}

const said = (message: string, code = 'ERR_INVALID_ARGUMENT') => expect.objectContaining({ code, message });
const identifier = 'must be a text of 1 to 255 characters without control characters';

describe('a request that can not be read is told what to do:', () => {
  const { id } = buildKey();
  it.each<[Verb, string, unknown, string]>([
    ['issue', 'nothing', undefined, 'the request is missing: give it as an object'],
    ['list', 'null', null, 'the request is missing: give it as an object'],
    [
      'issue',
      'two misspelt fields',
      { scope: [], expires: null },
      'scope, expires: no such field; there are owner, actor, name, scopes, expiresAt, idempotencyKey',
    ],
    [
      'list',
      'many fields that are none',
      { a: 1, ['b'.repeat(40)]: 2, ['c'.repeat(41)]: 3, 'd ': 4, ' e': 5, f: 6 },
      `a, ${'b'.repeat(40)}, a name that is none, a name that is none, a name that is none: no such field; there are owner, actor, state, limit, cursor`,
    ],
    [
      'purge',
      'an instant before 1970',
      { actor: ada, revokedBefore: new Date(-1) },
      'revokedBefore must not be before 1970',
    ],
    [
      'purge',
      'a text as instant',
      { actor: ada, revokedBefore: '2027-01-01' },
      'revokedBefore must be a Date',
    ],
    [
      'revokeAll',
      'a text as instant',
      { owner: ada, actor: ada, reason: 'leaked', createdBefore: '2027-01-01' },
      'createdBefore must be a Date',
    ],
    ['history', 'neither key nor owner', { actor: ada }, 'history needs a keyId or an owner'],
    [
      'list',
      'a limit of 0',
      { owner: ada, actor: ada, limit: 0 },
      'limit must be a whole number from 1 to 100',
    ],
  ])('%s, %s', async (verb, _what, request, message) => {
    await expect(call(verb, request)).rejects.toEqual(said(message));
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'owner is missing: give it as an object'],
    [
      'of another kind',
      { kind: 'robot', id: 'r2' },
      'owner.kind must be one of the declared kinds: user, team',
    ],
    ['without an ID', { kind: 'user', id: '' }, `owner.id ${identifier}`],
  ])('an owner that is %s', async (_what, owner, message) => {
    await expect(call('list', { owner, actor: ada })).rejects.toEqual(said(message));
  });

  const key = { kind: 'key', id, owner: ada, permissions: ['agents:read'] };
  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'actor is missing: give it as an object'],
    ['null', null, 'actor is missing: give it as an object'],
    ['of another kind', { ...key, kind: 'robot' }, "actor.kind must be 'user', 'key' or 'system'"],
    ['a person without an ID', { kind: 'user' }, `actor.id ${identifier}`],
    ['a key with another ID', { ...key, id: 'ada' }, "actor.id must be a key ID where actor.kind is 'key'"],
    ['a key without an owner', { ...key, owner: undefined }, 'actor.owner is missing: give it as an object'],
    ['a key of no kind', { ...key, owner: { id: 'ada' } }, `actor.owner.kind ${identifier}`],
    ['a key of nobody', { ...key, owner: { kind: 'user' } }, `actor.owner.id ${identifier}`],
    [
      'a key that may do a text',
      { ...key, permissions: 'agents:read' },
      "actor.permissions must be the permissions of the principal where actor.kind is 'key'",
    ],
  ])('an actor that is %s', async (_what, actor, message) => {
    await expect(call('list', { owner: ada, actor })).rejects.toEqual(said(message));
  });

  it.each<[Verb, string, unknown, string]>([
    [
      'revoke',
      'with a line break',
      'one\ntwo',
      'reason must be a text of at most 500 characters without control characters',
    ],
    [
      'revoke',
      'with a token in it',
      `leaked: user.${'a'.repeat(65)}`,
      'reason must not contain an API key or what could be part of one: reasons are stored, and shown to others',
    ],
    [
      'revoke',
      'in a list',
      ['leaked'],
      'reason must be a text of at most 500 characters without control characters',
    ],
    ['disable', 'of blanks', ' ', 'reason is missing: say why, in 1 to 500 characters'],
  ])('%s with a reason %s', async (verb, _what, reason, message) => {
    await expect(call(verb, id, { actor: ada, reason })).rejects.toEqual(said(message));
  });

  it.each<[string, object, string, string]>([
    [
      'a text as scopes',
      { scopes: 'agents:read' },
      'ERR_INVALID_SCOPES',
      'scopes must be null or a list of permission names (RFC 6749 §3.3)',
    ],
    [
      'more scopes than there can be',
      { scopes: new Array(1_001).fill('agents:read') },
      'ERR_INVALID_SCOPES',
      'scopes must not have more than 1000 names',
    ],
    [
      'scopes that are not declared',
      { scopes: ['agents:*', 'billing'] },
      'ERR_INVALID_SCOPES',
      'no such permission: agents:* billing; names are compared exactly, without wildcards',
    ],
    [
      'an expiry that is past',
      { expiresAt: new Date(0) },
      'ERR_INVALID_EXPIRY',
      'expiresAt must be null or a Date in the future, no later than the year 9999',
    ],
    [
      'a name that shows nothing',
      { name: ' ' },
      'ERR_INVALID_NAME',
      "a key's name must have 1 to 100 characters, of which one can be seen, and no control or direction characters",
    ],
  ])('issue, %s', async (_what, given, code, message) => {
    const request = { owner: ada, actor: ada, name: 'CI Pipeline', ...given };
    await expect(call('issue', request)).rejects.toEqual(said(message, code));
  });

  it.each([['nonsense'], [['1.0123456789abcdef']]])(
    'a cursor that did not come from a list: %j',
    async (cursor) => {
      const message =
        'this is not a cursor of list or history; pass nextCursor unchanged, or null for the first page';
      const refused = call('list', { owner: ada, actor: ada, cursor });
      await expect(refused).rejects.toEqual(said(message, 'ERR_INVALID_CURSOR'));
    },
  );

  it('a grace that is no number of milliseconds', async () => {
    const message = 'graceMs must be a whole number of milliseconds from 0 to 31622400000, which is a year';
    await expect(call('rotate', id, { actor: ada, graceMs: '60000' })).rejects.toEqual(said(message));
  });
});
