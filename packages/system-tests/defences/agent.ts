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
        file: `${agent}/owners.ts`,
        from: 'if (owners.some(({ kind, id }) => kind === key.owner.kind && id === key.owner.id)) return key;',
        to: 'if (owners !== undefined) return key;',
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
