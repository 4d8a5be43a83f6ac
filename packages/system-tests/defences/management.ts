import { core, type Defence, workspace } from './defence.js';
import { always, never, remove, replace } from './edits.js';

const threats = [`${workspace}/management-threats.test.ts`];
const ownerPaths = ['packages/management/src/service-accounts.test.ts'];
const newKeyPages = 'packages/settings/src/issuing/new-key.test.ts';
const exports = 'packages/management/src/admin/exports.test.ts';
const adminPages = 'packages/settings/src/admin';
const whoIsAdmin = 'packages/management/src/admin/who-is-admin.test.ts';
const offersByKeys = `${core}/use-cases/offers-by-keys.test.ts`;

export const management: readonly Defence[] = [
  {
    row: 'M01',
    removed: 'the refusal of unknown fields',
    edits: [replace('M01', (piece) => piece.replace('.strictObject', '.object'))],
    tests: threats,
  },
  {
    row: 'M02',
    removed: 'the 403 for a key instead of a session',
    edits: [
      replace(
        'M02',
        (piece) => `c.set('person', { id: c.get('principal')['owner'].id }); return next(); ${piece}`,
      ),
    ],
    tests: threats,
  },
  {
    row: 'M02',
    removed: 'the refusal to offer keys that no one may claim',
    edits: [replace('M02 offer', 'true')],
    tests: [`${core}/policy/only-kinds.test.ts`],
  },
  {
    row: 'M03',
    removed: "the comparison with the owner's permissions",
    edits: [never('M03')],
    tests: [...threats, `${core}/use-cases/issue-key.test.ts`],
  },
  {
    row: 'M03',
    removed: 'what the person who claims an offer may grant',
    edits: [never('M03 actor')],
    tests: [offersByKeys],
  },
  {
    row: 'M03',
    removed: 'the refusal of a form that chooses some scopes, and none',
    edits: [never('M03 none')],
    tests: [newKeyPages],
  },
  {
    row: 'M03',
    removed: 'the refusal of a form that chooses everything, and some scopes',
    edits: [never('M03 both')],
    tests: [newKeyPages],
  },
  {
    row: 'M04',
    removed: "the comparison with the route's owner",
    edits: [replace('M04', 'false')],
    tests: [`${core}/use-cases/revoke-key.test.ts`],
  },
  {
    row: 'M04',
    removed: 'the question whether the actor may see the successor of a rotated key',
    edits: [replace('M04 rotation', 'true')],
    tests: [`${core}/use-cases/rotation-status.test.ts`],
  },
  {
    row: 'M04',
    removed: 'the permission to list the keys of all owners',
    edits: [remove('M04 list-all')],
    tests: [`${core}/use-cases/list-all-keys.test.ts`],
  },
  {
    row: 'M04',
    removed: 'the role of an admin, which the keys of service accounts require',
    edits: [remove('M04 services')],
    tests: threats,
  },
  {
    row: 'M04',
    removed: 'the role of an admin, which the keys of all owners require',
    edits: [remove('M04 organisation')],
    tests: [`${workspace}/keys/key-policy.test.ts`],
  },
  {
    row: 'M04',
    removed: 'the owners that the host names, for a path with an ID',
    edits: [replace('M04 owner', 'true')],
    tests: ownerPaths,
  },
  {
    row: 'M04',
    removed: 'the actor as the owner of a path without an ID',
    edits: [replace('M04 self', 'false')],
    tests: ownerPaths,
  },
  {
    row: 'M04',
    removed: 'the question whether the actor is an admin of the service',
    edits: [never('M04 admin')],
    tests: [whoIsAdmin],
  },
  {
    row: 'M04',
    removed: 'the same question before each page of an export',
    edits: [remove('M04 export')],
    tests: [exports],
  },
  {
    row: 'M04',
    removed: 'both questions on the pages for admins',
    edits: [never('M04 hidden')],
    tests: [`${adminPages}/all-keys.test.ts`],
  },
  {
    row: 'M04',
    removed: 'the question before each page of an export there',
    edits: [never('M04 download')],
    tests: [`${adminPages}/exports.test.ts`],
  },
  {
    row: 'M05',
    removed: 'the check of `Sec-Fetch-Site` and `Origin`',
    edits: [never('M05 workspace')],
    tests: [`${workspace}/cross-site.test.ts`],
  },
  {
    row: 'M05',
    removed: 'the required origin of a sign-in form',
    edits: [never('M05 sign-in')],
    tests: [`${workspace}/cross-site.test.ts`],
  },
  {
    row: 'M05',
    removed: 'the check of the origin in the management API',
    edits: [replace('M05 api', 'if (site !== null) return false;')],
    tests: ['packages/management/src/management-handler.test.ts'],
  },
  {
    row: 'M05',
    removed: 'the check at the MCP endpoint whether a name was pointed at this server',
    edits: [never('M05 rebinding')],
    tests: ['packages/agent/src/mcp/mcp-handler.test.ts'],
  },
  {
    row: 'M05',
    removed: 'the check of the origin on the settings pages',
    edits: [never('M05 pages')],
    tests: ['packages/settings/src/settings-pages.test.ts'],
  },
  {
    row: 'M05',
    removed: 'the question who a form of the settings was made for',
    edits: [never('M05 person')],
    tests: ['packages/settings/src/every-form.test.ts'],
  },
  {
    row: 'M05',
    removed: 'the same for the forms of the workspace',
    edits: [never('M05 forms')],
    tests: [`${workspace}/other-person.test.ts`],
  },
  {
    row: 'M05',
    removed: 'the ban on showing the pages in a frame',
    edits: [remove('M05 frames')],
    tests: ['packages/settings/src/settings-pages.test.ts'],
  },
  {
    row: 'M06',
    removed: 'the refusal of forbidden characters in names',
    edits: [replace('M06', 'false')],
    tests: [`${core}/model/key-name.test.ts`, ...threats],
  },
  {
    row: 'M06',
    removed: 'the same in the names of service accounts',
    edits: [never('M06 texts')],
    tests: [`${workspace}/service-accounts.test.ts`],
  },
  {
    row: 'M06',
    removed: 'the apostrophe before a formula in CSV',
    edits: [replace('M06 csv', 'text')],
    tests: ['packages/management/src/admin/csv.test.ts', exports],
  },
  {
    row: 'M07',
    removed: 'the idempotency key: each attempt creates a key',
    edits: [always('M07 retry')],
    tests: [`${core}/use-cases/idempotent-issue.test.ts`],
  },
  {
    row: 'M07',
    removed: 'the flush of recorded uses before a retry',
    edits: [remove('M07 uses')],
    tests: [`${core}/use-cases/idempotent-issue.test.ts`],
  },
  {
    row: 'M10',
    removed: 'the scopes that are written out if a key is created for someone else',
    edits: [replace('M10', 'return null;')],
    tests: [`${core}/use-cases/issue-key.test.ts`],
  },
  {
    row: 'M10',
    removed: 'the scopes that are written out if a key offers one for a team',
    edits: [replace('M10 offer', 'return null;')],
    tests: [offersByKeys],
  },
  {
    row: 'M11',
    removed: 'the permission to renew, for a key that names no expiry',
    edits: [replace('M11', 'true')],
    tests: [`${core}/use-cases/lifetimes.test.ts`],
  },
  {
    row: 'M11',
    removed: 'the permission to renew, for a key that names a later expiry',
    edits: [never('M11 later')],
    tests: [`${core}/use-cases/lifetimes.test.ts`],
  },
  {
    row: 'M11',
    removed: 'the maximum when an offer is claimed',
    edits: [replace('M11 claim', 'undefined')],
    tests: [`${core}/use-cases/lifetimes.test.ts`],
  },
];
