import type { Actor, ApiKeys } from '@postern/core';
import { type Operation, type OperationDefinition, operation } from '../operation.js';
import type { OwnerPath } from '../owner-paths.js';
import { keyPageSchema, nothing, pageQuery } from '../schemas.js';
import { type KeyPageView, viewKeyPage } from '../views.js';
import { disabledKeysSchema, disableUnusedBody, inventoryQuery } from './admin-schemas.js';

/** Where the routes of admins are, and their tag in OpenAPI. */
export const adminSection: OwnerPath = { path: '/admin', title: 'All keys' };

/** Who acts on the keys of the whole service. */
export interface AdminCall {
  readonly keys: ApiKeys;
  readonly actor: Actor;
  /** As in the path. Empty if the path has none. */
  readonly personId: string;
}

/** What lists keys of several owners: page by page as JSON, or all of them as JSON Lines or CSV. */
export const inventories: readonly Operation<AdminCall, KeyPageView>[] = [
  forAdmins({
    id: ['get', 'Inventory'],
    method: 'get',
    path: '/admin/keys',
    summary: 'List the keys of all owners',
    details:
      'Lists keys that work, unless `state` asks for others. `nextCursor` of a page is the `cursor` of the next. A ' +
      'page may have fewer keys than `limit`, even none, and still have a `nextCursor`. As `application/jsonl` or ' +
      '`text/csv`, the response has all keys; it takes neither `limit` nor `cursor`.',
    status: 200,
    isAboutAll: true,
    exports: true,
    description: 'A page of keys, or all of them.',
    otherStatuses: [406],
    query: inventoryQuery,
    body: undefined,
    result: keyPageSchema,
    run: async ({ keys, actor, query }) => ({ body: viewKeyPage(await keys.listAll({ actor, ...query })) }),
  }),
  forAdmins({
    id: ['get', 'AffectedKeys'],
    method: 'get',
    path: '/admin/people/{personId}/affected-keys',
    summary: 'List the keys to review before a person leaves',
    details:
      "Lists the person's own keys, then those that they created for other owners: those that are live, rotated or " +
      'disabled. The formats are those of the list of all keys.',
    status: 200,
    isAboutAll: true,
    exports: true,
    description: 'A page of keys, or all of them. None, if no one has this ID.',
    otherStatuses: [406],
    query: pageQuery,
    body: undefined,
    result: keyPageSchema,
    run: async ({ keys, actor, personId, query }) => ({
      body: viewKeyPage(await keys.affectedBy(personId, { actor, ...query })),
    }),
  }),
];

/** What changes keys of several owners. */
export const adminChanges: readonly Operation<AdminCall>[] = [
  forAdmins({
    id: ['disable', 'UnusedKeys'],
    method: 'post',
    path: '/admin/disable-unused',
    summary: 'Disable all unused keys',
    details:
      'Disables every live or rotated key that has been neither used nor created since an instant. A key that is used ' +
      'in the meantime stays as it is. Disabled keys can be enabled again.',
    status: 200,
    isAboutAll: true,
    description: 'How many keys are affected.',
    otherStatuses: [413, 415],
    query: nothing,
    body: disableUnusedBody,
    result: disabledKeysSchema,
    run: async ({ keys, actor, body }) => ({ body: await keys.disableUnused({ actor, ...body }) }),
  }),
];

function forAdmins<Query, Body, Result>(
  definition: OperationDefinition<AdminCall, Query, Body, Result>,
): Operation<AdminCall, Result> {
  return operation<Query, Body, Result, AdminCall>(definition);
}
