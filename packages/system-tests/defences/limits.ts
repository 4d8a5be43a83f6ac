import { type Defence, onEachEngine, workspace } from './defence.js';
import { always, never, remove, replace } from './edits.js';

/** What bounds the time and the space that requests take. */
export const limits: readonly Defence[] = [
  {
    row: 'F12',
    removed: 'the count of elements in a body before its schema validates each',
    edits: [never('F12 elements')],
    tests: ['packages/management/src/management-handler.test.ts'],
  },
  {
    row: 'F12',
    removed: 'the limit on the chunks of a body',
    edits: [replace('F12 chunks', 'false')],
    tests: ['packages/management/src/read-body.test.ts'],
  },
  {
    row: 'F12',
    removed: 'the limit on the chunks that one read of a connection passes on',
    edits: [always('F12 reads')],
    tests: [`${workspace}/server.test.ts`],
  },
  {
    row: 'F12',
    removed: 'the limit on the values in the arguments of a call',
    edits: [remove('F12 values')],
    tests: ['packages/agent/src/mcp/mcp-handler.test.ts'],
  },
  {
    row: 'F12',
    removed: 'the refusal of batches of messages',
    edits: [never('F12 batches')],
    tests: ['packages/agent/src/mcp/mcp-handler.test.ts'],
  },
  {
    row: 'F12',
    removed: 'the turn of the event loop between two pages of keys',
    edits: [remove('F12 turn')],
    tests: ['packages/agent/src/key-tools.test.ts'],
  },
  {
    row: 'F12',
    removed: 'the turn of the event loop between two pages of an export',
    edits: [remove('F12 export')],
    tests: ['packages/management/src/admin/export-keys.test.ts'],
  },
  {
    row: 'F12',
    removed: 'the limit on the messages whose cards are looked up',
    edits: [replace('F12 messages', 'true')],
    tests: [`${workspace}/admin-agent.test.ts`],
  },
  {
    row: 'F12',
    removed: 'the limit on the cards of a message',
    edits: [replace('F12 cards', 'Infinity')],
    tests: [`${workspace}/admin-agent.test.ts`],
  },
  {
    row: 'F13',
    removed: 'the release of the reserve when the disk is too full to end a key',
    edits: [always('F13 release')],
    tests: [`${workspace}/database/sqlite/disk-reserve.test.ts`],
  },
  {
    row: 'F13',
    removed: 'the reserve: creating keys uses its space',
    edits: [remove('F13 reserve')],
    tests: [`${workspace}/database/sqlite/disk-reserve.test.ts`],
  },
  {
    row: 'F13',
    removed: 'the refusal to enable keys in the space of the reserve',
    edits: [replace('F13 enable', 'ending(repository.enable)')],
    tests: [`${workspace}/database/sqlite/disk-reserve.test.ts`],
  },
  {
    row: 'F13',
    removed: 'the refusal to rename keys in the space of the reserve',
    edits: [replace('F13 rename', 'ending(repository.rename)')],
    tests: [`${workspace}/database/sqlite/disk-reserve.test.ts`],
  },
  {
    row: 'F13',
    removed: 'the refusal to take over a disabling in the space of the reserve',
    edits: [replace('F13 take-over', 'disable')],
    tests: [`${workspace}/database/sqlite/disk-reserve.test.ts`],
  },
  {
    row: 'F13',
    removed: 'the limit on the sessions of a person',
    edits: [replace('F13 sessions', '1_000_000')],
    tests: [`${workspace}/sessions.test.ts`],
  },
  {
    row: 'F13',
    removed: 'the limit on the work that waits in an intake',
    edits: [replace('F13 work', 'Infinity')],
    tests: [`${workspace}/intake.test.ts`],
  },
  {
    row: 'F13',
    removed: 'the limit on service accounts',
    edits: [replace('F13 services', 'Infinity')],
    tests: [`${workspace}/service-accounts.test.ts`],
  },
  {
    row: 'F13',
    removed: 'the deletion of old results',
    edits: [remove('F13 results')],
    tests: [`${workspace}/intake.test.ts`],
  },
  {
    row: 'F13',
    removed: 'the lock on the owner: changes with a cap do not wait for each other',
    edits: [remove('F13 lock')],
    tests: ['packages/kysely/src/queries/key-cap.test.ts'],
  },
  ...onEachEngine({
    row: 'F13',
    removed: 'the count after a change with a cap',
    edits: [never('F13 count')],
  }),
  {
    row: 'F13',
    removed: 'the count of rotated keys whose successor has ended',
    edits: [replace('F13 successor', 'true')],
    tests: ['packages/core/src/use-cases/key-caps.test.ts'],
  },
  {
    row: 'F13',
    removed: 'the search for an earlier report of the same leak',
    edits: [replace('F13 report', 'true')],
    tests: ['packages/kysely/src/sqlite/sqlite-storage.test.ts'],
  },
];
