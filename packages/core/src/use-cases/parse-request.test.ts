import { describe, expect, it } from 'vitest';
import { ada, service } from '../../test-support/service.js';
import type { ApiKeys } from '../api-keys.js';
import { buildKey } from '../testing/index.js';

type Verb = keyof ApiKeys;

/** Calls a verb with arguments that only plain JavaScript could pass: they are not type-checked. */
function call(verb: Verb, ...given: readonly unknown[]): Promise<unknown> {
  const keys = service().keys as unknown as Record<Verb, (...given: readonly unknown[]) => Promise<unknown>>;
  return keys[verb](...given);
}

const said = (message: string, code = 'ERR_INVALID_ARGUMENT') => expect.objectContaining({ code, message });
const identifier = 'must be a string of 1 to 255 characters, without control characters';

describe('an invalid request is refused with a message that says what to fix', () => {
  const { id } = buildKey();
  it.each<[Verb, string, unknown, string]>([
    ['issue', 'no request', undefined, 'the request is missing, or is not an object'],
    ['list', 'null', null, 'the request is missing, or is not an object'],
    [
      'issue',
      'two misspelt fields',
      { scope: [], expires: null },
      'unknown fields scope, expires; the fields are owner, actor, name, scopes, expiresAt, idempotencyKey',
    ],
    [
      'list',
      'many unknown fields, some without a valid name',
      { a: 1, ['b'.repeat(40)]: 2, ['c'.repeat(41)]: 3, 'd ': 4, ' e': 5, f: 6 },
      `unknown fields a, ${'b'.repeat(40)}, (invalid field name), (invalid field name), (invalid field name); the fields are owner, actor, state, beyondLifetime, limit, cursor`,
    ],
    [
      'purge',
      'an instant before 1970',
      { actor: ada, revokedBefore: new Date(-1) },
      'revokedBefore must not be before 1970',
    ],
    [
      'purge',
      'a string instead of a Date',
      { actor: ada, revokedBefore: '2027-01-01' },
      'revokedBefore must be a valid Date',
    ],
    [
      'revokeAll',
      'a string instead of a Date',
      { owner: ada, actor: ada, reason: 'leaked', createdBefore: '2027-01-01' },
      'createdBefore must be a valid Date',
    ],
    ['history', 'neither a key nor an owner', { actor: ada }, 'history needs a keyId or an owner'],
    [
      'list',
      'a limit of 0',
      { owner: ada, actor: ada, limit: 0 },
      'limit must be a whole number from 1 to 100',
    ],
  ])('for %s with %s', async (verb, _what, request, message) => {
    await expect(call(verb, request)).rejects.toEqual(said(message));
  });

  it.each<[string, unknown, string]>([
    ['that is missing', undefined, 'owner is missing, or is not an object'],
    [
      'of an undeclared kind',
      { kind: 'robot', id: 'r2' },
      'owner.kind must be one of the declared kinds: user, team',
    ],
    ['without an ID', { kind: 'user', id: '' }, `owner.id ${identifier}`],
  ])('for an owner %s', async (_what, owner, message) => {
    await expect(call('list', { owner, actor: ada })).rejects.toEqual(said(message));
  });

  const key = { kind: 'key', id, owner: ada, permissions: ['agents:read'] };
  it.each<[string, unknown, string]>([
    ['undefined', undefined, 'actor is missing, or is not an object'],
    ['null', null, 'actor is missing, or is not an object'],
    ['of an unknown kind', { ...key, kind: 'robot' }, "actor.kind must be 'user', 'key' or 'system'"],
    ['a person without an ID', { kind: 'user' }, `actor.id ${identifier}`],
    ['a key without a key ID', { ...key, id: 'ada' }, "actor.id must be a key ID if actor.kind is 'key'"],
    ['a key without an owner', { ...key, owner: undefined }, 'actor.owner is missing, or is not an object'],
    ['a key whose owner has no kind', { ...key, owner: { id: 'ada' } }, `actor.owner.kind ${identifier}`],
    ['a key whose owner has no ID', { ...key, owner: { kind: 'user' } }, `actor.owner.id ${identifier}`],
    [
      'a key whose permissions are a string',
      { ...key, permissions: 'agents:read' },
      "actor.permissions must be the principal's permissions if actor.kind is 'key'",
    ],
  ])('for an actor that is %s', async (_what, actor, message) => {
    await expect(call('list', { owner: ada, actor })).rejects.toEqual(said(message));
  });

  it.each<[Verb, string, unknown, string]>([
    [
      'revoke',
      'with a line break',
      'one\ntwo',
      'reason must be a string of at most 500 characters, without control characters',
    ],
    [
      'revoke',
      'with a token in it',
      `leaked: user.${'a'.repeat(65)}`,
      'reason must not contain an API key, or anything that could be part of one: reasons are stored and shown to others',
    ],
    [
      'revoke',
      'in an array',
      ['leaked'],
      'reason must be a string of at most 500 characters, without control characters',
    ],
    ['disable', 'of blanks', ' ', 'reason is missing: say why, in 1 to 500 characters'],
  ])('for %s with a reason %s', async (verb, _what, reason, message) => {
    await expect(call(verb, id, { actor: ada, reason })).rejects.toEqual(said(message));
  });

  it.each<[string, object, string, string]>([
    [
      'scopes that are a string',
      { scopes: 'agents:read' },
      'ERR_INVALID_SCOPES',
      'scopes must be null or an array of permission names (RFC 6749 §3.3)',
    ],
    [
      'too many scopes',
      { scopes: new Array(1_001).fill('agents:read') },
      'ERR_INVALID_SCOPES',
      'scopes must have at most 1000 names',
    ],
    [
      'scopes that are not declared',
      { scopes: ['agents:*', 'billing'] },
      'ERR_INVALID_SCOPES',
      'no such permission: agents:* billing; names are compared exactly, without wildcards',
    ],
    [
      'an expiry in the past',
      { expiresAt: new Date(0) },
      'ERR_INVALID_EXPIRY',
      'expiresAt must be null or a Date in the future, no later than 9999-12-31T23:59:59.999Z',
    ],
    [
      'a name without a visible character',
      { name: ' ' },
      'ERR_INVALID_NAME',
      "a key's name must be 1 to 100 characters, at least one of them visible, without control or bidirectional characters",
    ],
  ])('for issue with %s', async (_what, given, code, message) => {
    const request = { owner: ada, actor: ada, name: 'CI Pipeline', ...given };
    await expect(call('issue', request)).rejects.toEqual(said(message, code));
  });

  it.each([['nonsense'], [['1.0123456789abcdef']]])(
    'for a cursor that list did not return: %j',
    async (cursor) => {
      const message =
        'this is not a cursor of this list; pass nextCursor unchanged, or null for the first page';
      const refused = call('list', { owner: ada, actor: ada, cursor });
      await expect(refused).rejects.toEqual(said(message, 'ERR_INVALID_CURSOR'));
    },
  );

  it('for a grace that is not a number of milliseconds', async () => {
    const message = 'graceMs must be a whole number of milliseconds from 0 to 31622400000 (366 days)';
    await expect(call('rotate', id, { actor: ada, graceMs: '60000' })).rejects.toEqual(said(message));
  });
});
