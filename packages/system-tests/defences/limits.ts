import { type Defence, workspace } from './defence.js';

/** What bounds the time and the room that requests take. */
export const limits: readonly Defence[] = [
  {
    row: 'F12',
    removed: 'the count of elements in a body, before its schema validates each',
    edits: [
      {
        file: 'packages/management/src/operation.ts',
        from: 'if (tooMany !== undefined)',
        to: 'if (tooMany === null)',
      },
    ],
    tests: ['packages/management/src/management-handler.test.ts'],
  },
  {
    row: 'F12',
    removed: 'the limit on the chunks of a body',
    edits: [
      {
        file: 'packages/management/src/read-body.ts',
        from: ' || chunks.length >= maxChunks',
        to: '',
      },
    ],
    tests: ['packages/management/src/read-body.test.ts'],
  },
  {
    row: 'F12',
    removed: 'the limit on the values in the arguments of a call',
    edits: [
      {
        file: 'packages/agent/src/mcp/mcp-server.ts',
        from: 'if (seen + rest.length > most) return false;',
        to: 'if (seen + rest.length > Infinity) return false;',
      },
    ],
    tests: ['packages/agent/src/mcp/mcp.test.ts'],
  },
  {
    row: 'F12',
    removed: 'the refusal of batches of messages',
    edits: [
      {
        file: 'packages/agent/src/mcp/mcp-handler.ts',
        from: 'if (Array.isArray(parsed))',
        to: 'if (parsed === undefined)',
      },
    ],
    tests: ['packages/agent/src/mcp/mcp.test.ts'],
  },
  {
    row: 'F12',
    removed: 'the turn of the event loop between two pages of keys',
    edits: [
      {
        file: 'packages/agent/src/tools/list-api-keys.ts',
        from: 'if (pages > 0) await new Promise((resolve) => setImmediate(resolve));',
        to: '',
      },
    ],
    tests: ['packages/agent/src/key-tools.test.ts'],
  },
  {
    row: 'F12',
    removed: 'the bound of the messages whose cards are looked up',
    edits: [
      {
        file: `${workspace}/pages/admin-agent.ts`,
        from: 'isLive: age < liveMessages',
        to: 'isLive: age >= 0',
      },
    ],
    tests: [`${workspace}/admin-agent.test.ts`],
  },
  {
    row: 'F12',
    removed: 'the bound of the cards of a message',
    edits: [
      {
        file: `${workspace}/pages/admin-agent.ts`,
        from: '.slice(0, maxCards)',
        to: '',
      },
    ],
    tests: [`${workspace}/admin-agent.test.ts`],
  },
  {
    row: 'F13',
    removed: 'the release of the reserve when the disk is too full to end a key',
    edits: [
      {
        file: `${workspace}/database/sqlite/reserved-repository.ts`,
        from: 'if (!isFull(error) || !reserve.release()) throw error;',
        to: 'if (error !== undefined) throw error;',
      },
    ],
    tests: [`${workspace}/database/sqlite/disk-reserve.test.ts`],
  },
  {
    row: 'F13',
    removed: 'the reserve: creating keys uses its room',
    edits: [
      {
        file: `${workspace}/database/sqlite/reserved-repository.ts`,
        from: 'await reserve.require();',
        to: '',
      },
    ],
    tests: [`${workspace}/database/sqlite/disk-reserve.test.ts`],
  },
  {
    row: 'F13',
    removed: 'the refusal to enable in the room of the reserve',
    edits: [
      {
        file: `${workspace}/database/sqlite/reserved-repository.ts`,
        from: 'enable: growing(repository.enable)',
        to: 'enable: ending(repository.enable)',
      },
    ],
    tests: [`${workspace}/database/sqlite/disk-reserve.test.ts`],
  },
  {
    row: 'F13',
    removed: 'the refusal to rename in it',
    edits: [
      {
        file: `${workspace}/database/sqlite/reserved-repository.ts`,
        from: 'rename: growing(repository.rename)',
        to: 'rename: ending(repository.rename)',
      },
    ],
    tests: [`${workspace}/database/sqlite/disk-reserve.test.ts`],
  },
  {
    row: 'F13',
    removed: 'the refusal to take a disabling over in it',
    edits: [
      {
        file: `${workspace}/database/sqlite/reserved-repository.ts`,
        from: 'disabling.over === null ? disable : takeOver',
        to: 'takeOver === undefined ? takeOver : disable',
      },
    ],
    tests: [`${workspace}/database/sqlite/disk-reserve.test.ts`],
  },
  {
    row: 'F13',
    removed: 'the bound of the sessions of a person',
    edits: [
      {
        file: `${workspace}/people/sessions.ts`,
        from: '.limit(maxSessionsOfPerson - 1)',
        to: '.limit(1_000_000)',
      },
    ],
    tests: [`${workspace}/sessions.test.ts`],
  },
  {
    row: 'F13',
    removed: 'the bound of the work that waits in an intake',
    edits: [
      {
        file: `${workspace}/intake/add-work.ts`,
        from: '(await countPending(transaction, intakeId)) >= maxPending',
        to: '(await countPending(transaction, intakeId)) >= Infinity',
      },
    ],
    tests: [`${workspace}/intake.test.ts`],
  },
  {
    row: 'F13',
    removed: 'the deletion of old results',
    edits: [
      {
        file: `${workspace}/intake/add-work.ts`,
        from: 'await forgetOldResults(database, intakeId);',
        to: '',
      },
    ],
    tests: [`${workspace}/intake.test.ts`],
  },
];
