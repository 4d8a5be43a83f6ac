import { ada } from './service.js';

export type Request = Readonly<Record<string, unknown>>;

/** What each verb requires besides owner and actor. */
export const ofOwner: Readonly<Record<string, Request>> = {
  issue: { name: 'x' },
  list: {},
  history: {},
  revokeAll: { reason: 'x' },
};
const ofKey: Readonly<Record<string, Request>> = {
  get: {},
  rename: { name: 'x' },
  disable: { reason: 'x' },
  enable: {},
  rotate: {},
  revoke: {},
};

type Place = readonly [
  place: string,
  verb: string,
  given: (value: unknown, keyId: string) => readonly unknown[],
  code: string,
];

/** Every place in a request that takes text from the host application or from a person. */
export const textPlaces: readonly Place[] = [
  ...Object.entries(ofOwner).flatMap(([verb, rest]): Place[] => [
    [
      'owner.id',
      verb,
      (id) => [{ ...rest, actor: ada, owner: { kind: 'user', id } }],
      'ERR_INVALID_ARGUMENT',
    ],
    [
      'owner.kind',
      verb,
      (kind) => [{ ...rest, actor: ada, owner: { kind, id: 'ada' } }],
      'ERR_INVALID_ARGUMENT',
    ],
    [
      'actor.id',
      verb,
      (id) => [{ ...rest, owner: ada, actor: { kind: 'user', id } }],
      'ERR_INVALID_ARGUMENT',
    ],
    [
      'actor.kind',
      verb,
      (kind) => [{ ...rest, owner: ada, actor: { kind, id: 'ada' } }],
      'ERR_INVALID_ARGUMENT',
    ],
  ]),
  ['source', 'reportLeak', (source) => ['user.', { source }], 'ERR_INVALID_ARGUMENT'],
  ...Object.entries(ofKey).flatMap(([verb, rest]): Place[] => [
    ['the key ID', verb, (id) => [id, { ...rest, actor: ada }], 'ERR_KEY_NOT_FOUND'],
    [
      'owner.id',
      verb,
      (id, keyId) => [keyId, { ...rest, actor: ada, owner: { kind: 'user', id } }],
      'ERR_INVALID_ARGUMENT',
    ],
    [
      'actor.id',
      verb,
      (id, keyId) => [keyId, { ...rest, actor: { kind: 'system', id } }],
      'ERR_INVALID_ARGUMENT',
    ],
  ]),
  ['the key ID', 'history', (id) => [{ keyId: id, actor: ada }], 'ERR_KEY_NOT_FOUND'],
  [
    'the ID of an acting key',
    'list',
    (id) => [{ owner: ada, actor: { kind: 'key', id, owner: ada, permissions: [] } }],
    'ERR_INVALID_ARGUMENT',
  ],
  [
    'a permission of an acting key',
    'list',
    (name, id) => [{ owner: ada, actor: { kind: 'key', id, owner: ada, permissions: [name] } }],
    'ERR_INVALID_ARGUMENT',
  ],
  [
    'actor.id',
    'purge',
    (id) => [{ actor: { kind: 'system', id }, revokedBefore: new Date() }],
    'ERR_INVALID_ARGUMENT',
  ],
  ['reason', 'revoke', (reason, keyId) => [keyId, { actor: ada, reason }], 'ERR_INVALID_ARGUMENT'],
  ['reason', 'disable', (reason, keyId) => [keyId, { actor: ada, reason }], 'ERR_INVALID_ARGUMENT'],
  ['reason', 'revokeAll', (reason) => [{ owner: ada, actor: ada, reason }], 'ERR_INVALID_ARGUMENT'],
  ['name', 'issue', (name) => [{ owner: ada, actor: ada, name }], 'ERR_INVALID_NAME'],
  ['name', 'rename', (name, keyId) => [keyId, { actor: ada, name }], 'ERR_INVALID_NAME'],
  [
    'a scope',
    'issue',
    (scope) => [{ owner: ada, actor: ada, name: 'x', scopes: [scope] }],
    'ERR_INVALID_SCOPES',
  ],
  ['cursor', 'list', (cursor) => [{ owner: ada, actor: ada, cursor }], 'ERR_INVALID_CURSOR'],
  ['cursor', 'history', (cursor) => [{ owner: ada, actor: ada, cursor }], 'ERR_INVALID_CURSOR'],
  ...ofAll('kinds', (kind) => ({ kinds: ['user', kind] })),
  ...ofAll('createdBy.kind', (kind) => ({ createdBy: { kind, id: 'ada' } })),
  ...ofAll('createdBy.id', (id) => ({ createdBy: { kind: 'user', id } })),
  ...ofAll('the key ID of createdBy', (id) => ({ createdBy: { kind: 'key', id } })),
  ...ofAll('state', (state) => ({ state })),
  ['cursor', 'listAll', (cursor) => [{ actor: ada, cursor }], 'ERR_INVALID_CURSOR'],
  ['cursor', 'affectedBy', (cursor) => ['ada', { actor: ada, cursor }], 'ERR_INVALID_CURSOR'],
  ['cursor', 'expiring', (cursor) => [{ actor: ada, withinMs: 1, cursor }], 'ERR_INVALID_CURSOR'],
  ['person', 'affectedBy', (person) => [person, { actor: ada }], 'ERR_INVALID_ARGUMENT'],
  [
    'reason',
    'disableUnused',
    (reason) => [{ actor: ada, unusedSince: new Date(0), reason }],
    'ERR_INVALID_ARGUMENT',
  ],
  ['state', 'list', (state) => [{ owner: ada, actor: ada, state }], 'ERR_INVALID_ARGUMENT'],
];

/** A place in the conditions of `listAll`. */
function ofAll(place: string, condition: (value: unknown) => Request): readonly Place[] {
  return [[place, 'listAll', (value) => [{ actor: ada, ...condition(value) }], 'ERR_INVALID_ARGUMENT']];
}
