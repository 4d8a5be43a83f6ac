import type { Defence } from './defence.js';
import { always, never, remove, replace } from './edits.js';

const agent = 'packages/agent/src';
const settings = 'packages/settings/src';
const offerPages = [`${settings}/offers/offers.test.ts`];
const rotationPages = `${settings}/issuing/rotate.test.ts`;
const tests = [`${agent}/key-tools.test.ts`];
const inventoryTests = [`${agent}/inventory-api-keys.test.ts`];

/** What guards the tools and pages that models use. */
export const agents: readonly Defence[] = [
  {
    row: 'M04',
    removed: 'the one sentence for everyone who may not see all keys',
    edits: [remove('M04 inventory')],
    tests: inventoryTests,
  },
  {
    row: 'M08',
    removed: 'the refusal of fields that a tool does not know',
    edits: [replace('M08 fields', (piece) => piece.replace('strictObject', 'looseObject'))],
    tests,
  },
  {
    row: 'M08',
    removed: 'the owners that the host names',
    edits: [always('M08 owners')],
    tests,
  },
  {
    row: 'M08',
    removed: 'the kinds of owners that a tool can name',
    edits: [replace('M08 kinds', 'z.string()')],
    tests: ['packages/agent/src/other-owners.test.ts'],
  },
  {
    row: 'M08',
    removed: "the person's agreement before a key is deleted",
    edits: [never('M08 deletion')],
    tests,
  },
  {
    row: 'M08',
    removed: 'the question to the policy before a person is asked to confirm a deletion',
    edits: [replace('M08 permitted', "const permitted = { ok: !false, message: '' };")],
    tests,
  },
  {
    row: 'M08',
    removed: 'the call and the key that an answer must be about',
    edits: [
      replace(
        'M08 sealed',
        "if (answer.kind === 'elicit') return answer.action === 'accept' ? 'yes' : 'no';",
      ),
    ],
    tests: ['packages/agent/src/mcp/confirmations.test.ts'],
  },
  {
    row: 'M08',
    removed: 'the version of the key that the person was asked about',
    edits: [remove('M08 version')],
    tests,
  },
  {
    row: 'M08',
    removed: 'the check of an input for tokens',
    edits: [never('M08 token')],
    tests,
  },
  {
    row: 'M08',
    removed: 'the choice of the host to offer an inventory of all keys',
    edits: [replace('M08 inventory', '[inventoryApiKeys]')],
    tests: inventoryTests,
  },
  {
    row: 'M09',
    removed: 'the difference on a card between a rotation and a new key',
    edits: [replace('M09 card', 'reveal')],
    tests: ['examples/workspace/src/admin-agent.test.ts'],
  },
  {
    row: 'M09',
    removed: 'the name of the key that a claim ends',
    edits: [never('M09 claim')],
    tests: offerPages,
  },
  {
    row: 'M09',
    removed: 'the note about what has ended on the page that shows a token',
    edits: [replace('M09 token', 'const previous = undefined;')],
    tests: offerPages,
  },
  {
    row: 'M09',
    removed: 'the note on the page of an offer that an earlier key ends too',
    edits: [remove('M09 earlier')],
    tests: offerPages,
  },
  {
    row: 'M09',
    removed: 'the note on the page that rotates a key that an earlier key ends too',
    edits: [never('M09 predecessor')],
    tests: [rotationPages],
  },
  {
    row: 'M09',
    removed: 'what someone reads who rotates a key that was already rotated',
    edits: [never('M09 rotated')],
    tests: [rotationPages],
  },
  {
    row: 'M09',
    removed: 'the owner on the pages of keys',
    edits: [replace('M09 owner', "return '';")],
    tests: offerPages,
  },
  {
    row: 'M09',
    removed: 'the note about what ends in the result of a tool',
    edits: [always('M09 tool')],
    tests,
  },
  {
    row: 'M09',
    removed: 'the version of the key that a form was about',
    edits: [replace('M09 version', '{}')],
    tests: ['packages/settings/src/keys/changes.test.ts'],
  },
  {
    row: 'M09',
    removed: 'the question whether what a link says was done is so',
    edits: [replace('M09 done', 'context.page.texts.doneDeleted(key.name)')],
    tests: ['packages/settings/src/keys/done.test.ts'],
  },
  {
    row: 'M09',
    removed: 'the question who reported a leak',
    edits: [replace('M09 leak', 'false')],
    tests: ['packages/settings/src/keys/history.test.ts'],
  },
];
