import { type Call, type Operation, type OperationResult, operation } from './operation.js';
import {
  createBody,
  disableBody,
  historyPageSchema,
  issuedKeySchema,
  keyPageSchema,
  keySchema,
  listQuery,
  nothing,
  pageQuery,
  renameBody,
  rotateBody,
  rotatedKeySchema,
  rotationSchema,
} from './schemas.js';
import { type KeyView, viewEntry, viewKey, viewKeyPage, viewRotation } from './views.js';

/** Everything that can be done to the keys of one owner. */
export const operations: readonly Operation[] = [
  operation({
    id: ['list', 'Keys'],
    method: 'get',
    path: '/keys',
    summary: 'List keys, newest first',
    details:
      'Lists keys that work, unless `state` asks for others. `nextCursor` of a page is the `cursor` of the next.',
    status: 200,
    description: 'A page of keys.',
    query: listQuery,
    body: undefined,
    result: keyPageSchema,
    run: async ({ keys, owner, actor, query }) => ({
      body: viewKeyPage(await keys.list({ owner, actor, ...query })),
    }),
  }),
  operation({
    id: ['create', 'Key'],
    method: 'post',
    path: '/keys',
    summary: 'Create a key',
    details:
      'Issues a key for the owner. A retry with the same `Idempotency-Key` never leaves two live keys.',
    status: 201,
    takesIdempotencyKey: true,
    sendsVersion: true,
    sendsLocation: true,
    description: 'The key, and its token. No other response contains the token.',
    otherStatuses: [409, 413, 415],
    query: nothing,
    body: createBody,
    result: issuedKeySchema,
    async run({ keys, owner, actor, idempotencyKey, body }) {
      const { token, key } = await keys.issue({ owner, actor, idempotencyKey, ...body });
      const view = viewKey(key, new Date());
      return { body: { token, key: view }, location: `keys/${key.id}`, version: view.version };
    },
  }),
  operation({
    id: ['get', 'Key'],
    method: 'get',
    path: '/keys/{keyId}',
    summary: 'Get a key',
    details: 'Returns a key in any state, with its `ETag` for `If-Match`.',
    status: 200,
    sendsVersion: true,
    description: 'The key.',
    query: nothing,
    body: undefined,
    result: keySchema,
    run: readKey,
  }),
  operation({
    id: ['rename', 'Key'],
    method: 'patch',
    path: '/keys/{keyId}',
    summary: 'Rename a key',
    details: 'Changes the name of a key. Its token and its permissions stay the same.',
    status: 200,
    takesVersion: true,
    sendsVersion: true,
    description: 'The key. A revoked key keeps its name.',
    otherStatuses: [413, 415],
    query: nothing,
    body: renameBody,
    result: keySchema,
    async run(call) {
      await call.keys.rename(call.keyId, { ...requestOf(call), ...call.body });
      return readKey(call);
    },
  }),
  operation({
    id: ['disable', 'Key'],
    method: 'post',
    path: '/keys/{keyId}/disable',
    summary: 'Disable a key until it is enabled',
    details: 'Stops a key from working until it is enabled again. Others can read the reason.',
    status: 200,
    takesVersion: true,
    sendsVersion: true,
    description: 'The key. Its next request is refused.',
    otherStatuses: [413, 415],
    query: nothing,
    body: disableBody,
    result: keySchema,
    async run(call) {
      await call.keys.disable(call.keyId, { ...requestOf(call), ...call.body });
      return readKey(call);
    },
  }),
  operation({
    id: ['enable', 'Key'],
    method: 'post',
    path: '/keys/{keyId}/enable',
    summary: 'Enable a key that was disabled',
    details: 'Makes a disabled key work again. An expired or revoked key stays as it is.',
    status: 200,
    takesVersion: true,
    sendsVersion: true,
    description: 'The key.',
    otherStatuses: [409],
    query: nothing,
    body: undefined,
    result: keySchema,
    async run(call) {
      await call.keys.enable(call.keyId, requestOf(call));
      return readKey(call);
    },
  }),
  operation({
    id: ['rotate', 'Key'],
    method: 'post',
    path: '/keys/{keyId}/rotate',
    summary: 'Replace a key with a successor that has another token',
    details:
      'Issues a key with the same name, scopes and length of life. The old key keeps working for `graceSeconds`, but ' +
      'never beyond its own expiry.',
    status: 201,
    takesVersion: true,
    needsNoBody: true,
    sendsVersion: true,
    sendsLocation: true,
    description: 'The successor, and its token. No other response contains the token.',
    otherStatuses: [409, 413, 415],
    query: nothing,
    body: rotateBody,
    result: rotatedKeySchema,
    async run(call) {
      const { graceSeconds = 0, expiresAt } = call.body;
      const request = { ...requestOf(call), graceMs: graceSeconds * 1_000, expiresAt };
      const { token, key, previous, alsoRevoked } = await call.keys.rotate(call.keyId, request);
      const now = new Date();
      const view = viewKey(key, now);
      return {
        body: { token, key: view, previous: viewKey(previous, now), alsoRevoked },
        location: `../${key.id}`,
        version: view.version,
      };
    },
  }),
  operation({
    id: ['get', 'KeyRotation'],
    method: 'get',
    path: '/keys/{keyId}/rotation',
    summary: 'Find out whether a rotation can be finished',
    details:
      'Returns when the old key stops working, and when it and its successor were last used. Once the old key is no ' +
      'longer used, revoke it.',
    status: 200,
    description: 'How far along the rotation of the key is.',
    query: nothing,
    body: undefined,
    result: rotationSchema,
    async run({ keys, owner, actor, keyId }) {
      const status = await keys.rotationStatus(keyId, { owner, actor });
      return { body: { rotation: status && viewRotation(status) } };
    },
  }),
  operation({
    id: ['revoke', 'Key'],
    method: 'delete',
    path: '/keys/{keyId}',
    summary: 'Revoke a key permanently',
    details: 'Stops a key from working. This cannot be undone. Its record and its history stay.',
    status: 204,
    takesVersion: true,
    description: 'The key is revoked, by this request or an earlier one. Its next request is refused.',
    query: nothing,
    body: undefined,
    result: undefined,
    async run(call) {
      await call.keys.revoke(call.keyId, requestOf(call));
      return { body: undefined };
    },
  }),
  operation({
    id: ['get', 'KeyHistory'],
    method: 'get',
    path: '/keys/{keyId}/history',
    summary: 'List the changes to a key, newest first',
    details:
      'Each entry says what changed, when, and by whom. `nextCursor` of a page is the `cursor` of the next.',
    status: 200,
    description: 'A page of audit entries.',
    query: pageQuery,
    body: undefined,
    result: historyPageSchema,
    async run({ keys, owner, actor, keyId, query }) {
      const { entries, nextCursor } = await keys.history({ keyId, owner, actor, ...query });
      return { body: { entries: entries.map(viewEntry), nextCursor } };
    },
  }),
  operation({
    id: ['get', 'History'],
    method: 'get',
    path: '/history',
    summary: 'List the changes to all keys of an owner, newest first',
    details:
      'Each entry says what changed, when, and by whom. `nextCursor` of a page is the `cursor` of the next.',
    status: 200,
    description: 'A page of audit entries, including those of purged keys.',
    query: pageQuery,
    body: undefined,
    result: historyPageSchema,
    async run({ keys, owner, actor, query }) {
      const { entries, nextCursor } = await keys.history({ owner, actor, ...query });
      return { body: { entries: entries.map(viewEntry), nextCursor } };
    },
  }),
];

async function readKey({ keys, owner, actor, keyId }: Call): Promise<OperationResult<KeyView>> {
  const body = viewKey(await keys.get(keyId, { owner, actor }), new Date());
  return { body, version: body.version };
}

function requestOf({
  owner,
  actor,
  expectedVersion,
}: Call): Pick<Call, 'owner' | 'actor' | 'expectedVersion'> {
  return { owner, actor, expectedVersion };
}
