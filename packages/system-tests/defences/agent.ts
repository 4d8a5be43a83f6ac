import type { Defence } from './defence.js';

const agent = 'packages/agent/src';
const settings = 'packages/settings/src';
const offerPages = [`${settings}/offer-pages.test.ts`];
const tests = [`${agent}/key-tools.test.ts`];

/** What a model asks for. */
export const agents: readonly Defence[] = [
  {
    row: 'M08',
    removed: 'the refusal of fields that a tool does not know',
    edits: [{ file: `${agent}/tools/create-api-key.ts`, from: 'z.strictObject(', to: 'z.looseObject(' }],
    tests,
  },
  {
    row: 'M08',
    removed: 'the owners that the host names',
    edits: [
      {
        file: `${agent}/find-key.ts`,
        from: 'if (owners.some((owner) => isSameOwner(owner, key.owner)))',
        to: 'if (owners !== undefined)',
      },
    ],
    tests,
  },
  {
    row: 'M08',
    removed: "the person's agreement before a key is deleted",
    edits: [
      {
        file: `${agent}/tools/revoke-api-key.ts`,
        from: 'if (!(await session.confirm(questionOf(key))))',
        to: 'if (key === null)',
      },
    ],
    tests,
  },
  {
    row: 'M08',
    removed: 'the look for tokens in an input',
    edits: [{ file: `${agent}/make-tool.ts`, from: 'if (pasted !== undefined)', to: 'if (pasted === null)' }],
    tests,
  },
  {
    row: 'M09',
    removed: 'the difference between a rotation and a new key, on a card',
    edits: [
      {
        file: 'examples/workspace/src/pages/offer-card.ts',
        from: "rotation === null ? reveal : buttonTo(card, 'Review and replace…')",
        to: 'reveal',
      },
    ],
    tests: ['examples/workspace/src/admin-agent.test.ts'],
  },
  {
    row: 'M09',
    removed: 'the name of the key that a claim ends',
    edits: [
      {
        file: `${settings}/offer-pages.ts`,
        from: "get('replaces') !== offer.rotation.keyId",
        to: "has('') === true",
      },
    ],
    tests: offerPages,
  },
  {
    row: 'M09',
    removed: 'what has ended, on the page that shows a token',
    edits: [
      {
        file: `${settings}/views/issued-key.ts`,
        from: "'previous' in claimed ? claimed.previous : undefined",
        to: 'undefined as ApiKey | undefined',
      },
    ],
    tests: offerPages,
  },
  {
    row: 'M09',
    removed: 'the owner, on the pages of keys',
    edits: [
      {
        file: `${settings}/visit.ts`,
        from: "return owner.kind === 'team' ? texts.team(name) : name;",
        to: 'return name.slice(0, 0);',
      },
    ],
    tests: offerPages,
  },
  {
    row: 'M09',
    removed: 'what ends, in the result of a tool',
    edits: [
      {
        file: `${agent}/tools/answer-offer.ts`,
        from: 'if (rotation === null)\n',
        to: 'if (rotation !== undefined)\n',
      },
    ],
    tests,
  },
];
