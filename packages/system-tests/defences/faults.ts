import { core, type Defence } from './defence.js';
import { always, never, remove, replace } from './edits.js';

const sqlite = 'packages/kysely/src/sqlite';
const ignoredWrites = 'packages/kysely/src/queries/ignored-writes.test.ts';
const disableUnused = `${core}/use-cases/disable-unused-keys.test.ts`;
const ignoredChanges = `${core}/use-cases/ignored-changes.test.ts`;

export const faults: readonly Defence[] = [
  {
    row: 'F01',
    removed: 'the deadline of a read',
    edits: [replace('S01', 'lookup.find(keyIds)')],
    tests: [`${core}/runtime/key-reader.test.ts`],
  },
  {
    row: 'F01',
    removed: 'the fault when a read fails: the record of the last read is used',
    edits: [
      replace(
        'S01',
        `(async () => {
        lookup['kept'] ??= new Map();
        try {
          const found = await withinDeadline(clock, lookup.find(keyIds), deadline);
          for (const [keyId, one] of found) lookup['kept'].set(keyId, one);
        } catch {}
        return lookup['kept'];
      })()`,
      ),
    ],
    tests: ['packages/system-tests/src/faults/postgres-under-load.test.ts'],
  },
  {
    row: 'F01',
    removed: 'the reset of a connection over HTTP/1.0 whose response fails',
    edits: [remove('F01 reset')],
    tests: ['packages/management/src/failing-streams.test.ts'],
  },
  {
    row: 'F01',
    removed: 'the failure of an export that can read no further page: it ends',
    edits: [replace('F01 export', 'return controller.close();')],
    tests: ['packages/management/src/admin/exports.test.ts'],
  },
  {
    row: 'F02',
    removed: 'the fault for an answer of `isAdmin` that is neither true nor false',
    edits: [never('F02 admin')],
    tests: ['packages/management/src/admin/who-is-admin.test.ts'],
  },
  {
    row: 'F02',
    removed: 'the fault for an invalid answer: it counts as "no such owner"',
    edits: [replace('F02', 'return undefined;')],
    tests: [`${core}/runtime/guarded-owners.test.ts`],
  },
  {
    row: 'F03',
    removed: 'the check of the PHC string before native code runs',
    edits: [replace('F03', 'stated !== undefined && !isWithin(stated, limits)')],
    tests: ['packages/argon2/src/argon2-hasher.test.ts'],
  },
  {
    row: 'F04',
    removed: 'the turns of key IDs: all hashes of one go before those of the next',
    edits: [remove('F04 turns')],
    tests: [`${core}/runtime/hash-queue.test.ts`],
  },
  {
    row: 'F04',
    removed: 'the eviction of a waiting hash of the greediest key from a full queue',
    edits: [replace('F04 greediest', 'const evicted = undefined as Waiting | undefined;')],
    tests: [`${core}/use-cases/floods.test.ts`],
  },
  {
    row: 'F04',
    removed: 'the memory of wrong secrets: a repeated one is hashed again',
    edits: [remove('F04 memory')],
    tests: [`${core}/runtime/secret-proofs.test.ts`],
  },
  {
    row: 'F04',
    removed: 'the bound of that memory',
    edits: [always('F04 bound')],
    tests: [`${core}/runtime/wrong-secrets.test.ts`],
  },
  {
    row: 'F05',
    removed: 'the bound of the memo',
    edits: [remove('F05 bound')],
    tests: [`${core}/runtime/proof-memo.test.ts`],
  },
  {
    row: 'F05',
    removed: "each owner's share of the memo",
    edits: [remove('F05 share')],
    tests: [`${core}/runtime/proof-memo.test.ts`],
  },
  ...['sqlite', 'postgres'].map((engine) => ({
    row: 'F06',
    removed: 'the transaction that a record shares with its audit entry: the entry follows a second later',
    edits: [
      replace(
        'F06',
        'if (changed) setTimeout(() => writeChecked(database, (later) => insertEntries(later, entries)), 1000);',
      ),
    ],
    tests: [`packages/kysely/src/${engine}/crash.test.ts`],
  })),
  {
    row: 'F07',
    removed: 'the check whether it is already closing: each `close()` flushes again',
    edits: [replace('F07', 'closing = finish();')],
    tests: [`${core}/runtime/use-recorder.test.ts`],
  },
  {
    row: 'F08',
    removed: "the threads that are left for others: hashes take all of libuv's",
    edits: [
      replace('F08 default', 'return libuvThreads();'),
      replace('F08 option', 'const max = libuvThreads();'),
    ],
    tests: ['packages/system-tests/src/responsiveness.test.ts'],
  },
  {
    row: 'F09',
    removed: 'the busy timeout of 0: the driver waits for a lock, and the event loop with it',
    edits: [replace('F09 sqlite', 'timeout: 5_000')],
    tests: ['packages/kysely/src/sqlite/foreign-locks.test.ts'],
  },
  {
    row: 'F09',
    removed: 'the check of a connection from a pool: it may be in a transaction of the host',
    edits: [
      replace(
        'F09 postgres',
        "const state = isShared && stateOf(client) === 'unknown' ? 'unknown' : 'idle';",
      ),
    ],
    tests: ['packages/kysely/src/postgres/foreign-transactions.test.ts'],
  },
  {
    row: 'F10',
    removed: 'the conversion of anything that a port throws into a fault',
    edits: [replace('F10', 'return error;')],
    tests: [`${core}/runtime/guarded-repository.test.ts`],
  },
  {
    row: 'F11',
    removed: 'the lane of new keys: their hashes wait in the lane of proofs',
    edits: [replace('F11 lane', 'proofs')],
    tests: [`${core}/runtime/hash-queue.test.ts`],
  },
  {
    row: 'F11',
    removed: 'the turns of creators: each new key has its own turn',
    edits: [replace('F11 turns', 'requesterOf(owner, actor) + keyId')],
    tests: [`${core}/use-cases/floods.test.ts`],
  },
  {
    row: 'F15',
    removed: 'the check of the types of a record',
    edits: [replace('F15', "if (isVerifiable(found, keyId) || 'key' in found) return found;")],
    tests: [`${core}/runtime/key-reader.test.ts`],
  },
  {
    row: 'F15',
    removed: 'the check that a refused change had a cap',
    edits: [never('F15 cap')],
    tests: [`${core}/runtime/guarded-repository.test.ts`],
  },
  {
    row: 'F15',
    removed: 'the check that a list of all keys goes on',
    edits: [never('F15 page')],
    tests: [`${core}/runtime/all-keys-answer.test.ts`],
  },
  {
    row: 'F17',
    removed: "the turn's own context: it runs in that of the first request",
    edits: [replace('F17', 'run(...given) ?? resource')],
    tests: [`${core}/use-cases/request-context.test.ts`],
  },
  {
    row: 'F14',
    removed: 'the check of a record after it was written',
    edits: [remove('F14 record')],
    tests: [ignoredWrites],
  },
  {
    row: 'F14',
    removed: 'the check of an audit entry after it was written',
    edits: [replace('F14 entry', 'search: { execute: async () => rows }')],
    tests: [ignoredWrites],
  },
  {
    row: 'F14',
    removed:
      'the order of these checks: each comes right after its row is written, before the next statement',
    edits: [
      replace(
        'F14 order',
        `const early = expected.search.execute();
        expectations.set(rows, { count: expected.count, search: { execute: () => early } });`,
      ),
    ],
    tests: [ignoredWrites],
  },
  {
    row: 'F14',
    removed: 'the retry when a record was not changed',
    edits: [replace('F14 retry', 'if (!(await write({ key, actor, at, entry, expected }))) return false;')],
    tests: [ignoredChanges],
  },
  {
    row: 'F14',
    removed: 'the check for remaining keys when none was revoked',
    edits: [always('F14 left')],
    tests: [ignoredChanges],
  },
  {
    row: 'F14',
    removed: 'the fault when an unused key was not disabled, and is still unused',
    edits: [replace('F14 unused', 'return false;')],
    tests: [disableUnused],
  },
  {
    row: 'F14',
    removed: 'the retry when a key whose token leaked has not ended',
    edits: [always('F14 leak')],
    tests: [ignoredChanges],
  },
  {
    row: 'F14',
    removed: 'the turn of the event loop between two steps',
    edits: [remove('F14 turn')],
    tests: [ignoredChanges],
  },
  {
    row: 'F14',
    removed: 'the turn of the event loop between two unused keys',
    edits: [remove('F14 each-turn')],
    tests: [disableUnused],
  },
  {
    row: 'F16',
    removed: 'the check of the files next to an open database',
    edits: [always('F16 files')],
    tests: [`${sqlite}/log-files.test.ts`],
  },
  {
    row: 'F16',
    removed: 'the check that the file itself is still next to them',
    edits: [replace('F16 file', "const endings = ['-wal', '-shm'];")],
    tests: [`${sqlite}/log-files.test.ts`],
  },
  {
    row: 'F16',
    removed: 'the check for hard links to the file',
    edits: [always('F16 links')],
    tests: [`${sqlite}/log-files.test.ts`],
  },
  {
    row: 'F16',
    removed: 'the check for another copy of SQLite in the process',
    edits: [never('F16 copies')],
    tests: [`${sqlite}/one-copy.test.ts`],
  },
  {
    row: 'F16',
    removed: "the close that leaves others' logs alone",
    edits: [replace('F16 close', 'closeConnections')],
    tests: [`${sqlite}/log-files.test.ts`],
  },
  {
    row: 'F18',
    removed: 'the refusal of bytes that are not UTF-8: each is replaced',
    edits: [replace('F18 bytes', '{}')],
    tests: ['packages/management/src/read-body.test.ts'],
  },
  {
    row: 'F18',
    removed: 'the refusal of escapes that are not UTF-8: each is replaced',
    edits: [never('F18 escapes')],
    tests: ['packages/management/src/read-form.test.ts'],
  },
  {
    row: 'F18',
    removed: "the refusal of bytes that the host's parser has replaced",
    edits: [never('F18 parsers')],
    tests: ['packages/management/src/mounting-node.test.ts'],
  },
];
