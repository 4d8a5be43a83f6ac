import type { Defence } from './defence.js';

const agent = 'packages/agent/src';
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
];
