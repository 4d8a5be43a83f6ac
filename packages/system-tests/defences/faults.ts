import { core, type Defence, readOfTurn } from './defence.js';

const sqlite = 'packages/kysely/src/sqlite';
const ignoredWrites = 'packages/kysely/src/queries/ignored-writes.test.ts';
const ignoredChanges = `${core}/use-cases/ignored-changes.test.ts`;

export const faults: readonly Defence[] = [
  {
    row: 'F01',
    removed: 'the deadline of a read',
    edits: [
      {
        ...readOfTurn,
        to: 'lookup.find(keyIds)',
      },
    ],
    tests: [`${core}/runtime/key-reader.test.ts`],
  },
  {
    row: 'F01',
    removed: 'the fault where a read fails: what was read last is taken for true',
    edits: [
      {
        ...readOfTurn,
        to: `(async () => {
        lookup.kept ??= new Map();
        try {
          const found = await withinDeadline(clock, lookup.find(keyIds), { ms: deadlineMs, onLate });
          for (const [keyId, one] of found) lookup.kept.set(keyId, one);
        } catch {}
        return lookup.kept;
      })()`,
      },
    ],
    tests: ['packages/system-tests/src/faults/postgres-under-load.test.ts'],
  },
  {
    row: 'F02',
    removed: 'the fault for an answer that is none: it counts as "no such owner"',
    edits: [
      {
        file: `${core}/runtime/owner-answers.ts`,
        from: "throw directoryUnavailable('must answer undefined or { active: boolean, permissions: string[] }');",
        to: 'return undefined;',
      },
    ],
    tests: [`${core}/runtime/owner-asker.test.ts`],
  },
  {
    row: 'F03',
    removed: 'the reading of the PHC string before native code runs',
    edits: [
      {
        file: 'packages/argon2/src/argon2-hasher.ts',
        from: 'if (stated === undefined || !isWithin(stated, limits)) {',
        to: 'if (stated !== undefined && !isWithin(stated, limits)) {',
      },
    ],
    tests: ['packages/argon2/src/argon2-hasher.test.ts'],
  },
  {
    row: 'F04',
    removed: 'the turns of key IDs: all hashes of one go before those of the next',
    edits: [
      {
        file: `${core}/runtime/taking-turns.ts`,
        from: 'if (waitingFor.delete(group)) waitingFor.set(group, own);',
        to: '',
      },
    ],
    tests: [`${core}/runtime/bounded-queue.test.ts`],
  },
  {
    row: 'F04',
    removed: 'the place in a full queue that the greediest key gives up',
    edits: [
      {
        file: `${core}/runtime/bounded-queue.ts`,
        from: 'const givesWay = lane.turns.takeFromGreedierThan(group);',
        to: 'const givesWay = undefined as Waiting | undefined;',
      },
    ],
    tests: [`${core}/use-cases/floods.test.ts`],
  },
  {
    row: 'F04',
    removed: 'the memory of wrong secrets: each one that comes again is hashed again',
    edits: [
      {
        file: `${core}/runtime/secret-proofs.ts`,
        from: "if (wrong.has(identity)) return { reason: 'wrong_secret' };",
        to: '',
      },
    ],
    tests: [`${core}/runtime/secret-proofs.test.ts`],
  },
  {
    row: 'F04',
    removed: 'the bound of that memory',
    edits: [
      {
        file: `${core}/runtime/wrong-secrets.ts`,
        from: 'if (forgottenAtMs.size <= mostEntries) return;',
        to: 'if (forgottenAtMs.size <= Infinity) return;',
      },
    ],
    tests: [`${core}/runtime/wrong-secrets.test.ts`],
  },
  {
    row: 'F05',
    removed: 'the bound of the memo',
    edits: [
      {
        file: `${core}/runtime/proof-memo.ts`,
        from: 'if (proofs.size > entries) makeRoom();',
        to: '',
      },
    ],
    tests: [`${core}/runtime/proof-memo.test.ts`],
  },
  {
    row: 'F05',
    removed: "each owner's share of it",
    edits: [
      {
        file: `${core}/runtime/proof-memo.ts`,
        from: 'if (share.keys <= average) continue;',
        to: '',
      },
    ],
    tests: [`${core}/runtime/proof-memo.test.ts`],
  },
  ...['sqlite', 'postgres'].map((engine) => ({
    row: 'F06',
    removed: 'the transaction that a record shares with its audit entry: the entry follows a second later',
    edits: [
      {
        file: 'packages/kysely/src/queries/write-with-entries.ts',
        from: 'if (changed) await insertEntries(transaction, entries);\n    return changed;\n  });',
        to: `return changed;
  }).then((changed) => {
    if (changed)
      setTimeout(() => writeChecked(database, (later) => insertEntries(later, entries)), 1000);
    return changed;
  });`,
      },
    ],
    tests: [`packages/kysely/src/${engine}/crash.test.ts`],
  })),
  {
    row: 'F07',
    removed: 'the memory of having been closed',
    edits: [
      {
        file: `${core}/runtime/background-flusher.ts`,
        from: 'closing ??= finish();',
        to: 'closing = finish();',
      },
    ],
    tests: [`${core}/runtime/use-recorder.test.ts`],
  },
  {
    row: 'F08',
    removed: "the threads that are left to others: hashes take all of libuv's",
    edits: [
      {
        file: 'packages/argon2/src/libuv-threads.ts',
        from: 'Math.max(1, Math.min(availableParallelism() - 1, libuvThreads() - 1))',
        to: 'libuvThreads() + 0 * availableParallelism()',
      },
      { file: 'packages/argon2/src/options.ts', from: 'libuvThreads() - 1', to: 'libuvThreads()' },
    ],
    tests: ['packages/system-tests/src/responsiveness.test.ts'],
  },
  {
    row: 'F09',
    removed: 'the busy timeout of 0: the driver waits for a lock, and the event loop with it',
    edits: [
      { file: 'packages/kysely/src/sqlite/connections.ts', from: 'timeout: 0,', to: 'timeout: 5_000,' },
    ],
    tests: ['packages/kysely/src/sqlite/foreign-locks.test.ts'],
  },
  {
    row: 'F09',
    removed: 'the look at a connection that a pool lends: it may be in a transaction of the host',
    edits: [
      {
        file: 'packages/kysely/src/postgres/acquire.ts',
        from: "isHosts ? stateOf(client) : 'idle'",
        to: "isHosts && stateOf(client) === 'unknown' ? 'unknown' : 'idle'",
      },
    ],
    tests: ['packages/kysely/src/postgres/foreign-transactions.test.ts'],
  },
  {
    row: 'F10',
    removed: 'what makes a fault of whatever a port throws',
    edits: [
      {
        file: `${core}/runtime/call-port.ts`,
        from: 'throw isFault(error) ? error : toFault(error);',
        to: 'throw error;',
      },
    ],
    tests: [`${core}/runtime/guarded-repository.test.ts`],
  },
  {
    row: 'F11',
    removed: 'the lane of new keys: their hashes wait in the lane of proofs',
    edits: [
      {
        file: `${core}/runtime/bounded-queue.ts`,
        from: 'run(newKeys, maker, job)',
        to: 'run(proofs, maker, job)',
      },
    ],
    tests: [`${core}/runtime/bounded-queue.test.ts`],
  },
  {
    row: 'F11',
    removed: 'the turns of those who create keys: each new key has its own turn',
    edits: [
      {
        file: `${core}/use-cases/new-token.ts`,
        from: 'hash(token, makerOf(owner, actor))',
        to: 'hash(token, makerOf(owner, actor) + keyId)',
      },
    ],
    tests: [`${core}/use-cases/floods.test.ts`],
  },
  {
    row: 'F15',
    removed: 'the check of the types of a record',
    edits: [
      {
        file: `${core}/runtime/key-reader.ts`,
        from: 'if (isVerifiable(found, keyId)) return found;',
        to: "if (isVerifiable(found, keyId) || 'key' in found) return found;",
      },
    ],
    tests: [`${core}/runtime/key-reader.test.ts`],
  },
  {
    row: 'F17',
    removed: 'the context of the turn: it runs in that of the first request',
    edits: [
      {
        file: `${core}/runtime/outside-requests.ts`,
        from: 'resource.runInAsyncScope(run, undefined, ...given)',
        to: 'run(...given) ?? resource',
      },
    ],
    tests: [`${core}/use-cases/request-context.test.ts`],
  },
  {
    row: 'F14',
    removed: 'the check of a record after it was written',
    edits: [
      {
        file: 'packages/kysely/src/queries/update-key.ts',
        from: 'expectKey(transaction, keyId, isAsWritten);',
        to: '',
      },
    ],
    tests: [ignoredWrites],
  },
  {
    row: 'F14',
    removed: 'the check of an audit entry after it was written',
    edits: [
      {
        file: 'packages/kysely/src/queries/insert-entries.ts',
        from: '{ count: rows.length, search }',
        to: '{ count: rows.length, search: { execute: async () => rows } }',
      },
    ],
    tests: [ignoredWrites],
  },
  {
    row: 'F14',
    removed:
      'the order of these checks: each comes right after its row is written, before the next statement',
    edits: [
      {
        file: 'packages/kysely/src/queries/as-written.ts',
        from: 'noted.set(rows, expected);',
        to: `const early = expected.search.execute();
        noted.set(rows, { count: expected.count, search: { execute: () => early } });`,
      },
    ],
    tests: [ignoredWrites],
  },
  {
    row: 'F14',
    removed: 'the retry when a record was not changed',
    edits: [
      {
        file: `${core}/use-cases/change-key.ts`,
        from: 'if (!(await write({ key, actor, at, entry, expected }))) return undefined;',
        to: 'if (!(await write({ key, actor, at, entry, expected }))) return false;',
      },
    ],
    tests: [ignoredChanges],
  },
  {
    row: 'F14',
    removed: 'the check for remaining keys when none was revoked',
    edits: [
      {
        file: `${core}/use-cases/revoke-all-keys.ts`,
        from: 'if (!(await isAnyLeft(ports, { owner, createdBefore }))) return { revoked };',
        to: 'return { revoked };',
      },
    ],
    tests: [ignoredChanges],
  },
  {
    row: 'F14',
    removed: 'the turn of the event loop between two steps',
    edits: [
      {
        file: `${core}/use-cases/revoke-all-keys.ts`,
        from: 'if (step > 0) await ports.nextTurn();',
        to: '',
      },
    ],
    tests: [ignoredChanges],
  },
  {
    row: 'F16',
    removed: 'the check of the files next to an open database',
    edits: [{ file: `${sqlite}/sessions.ts`, from: 'if (open.hasLog()) return open;', to: 'return open;' }],
    tests: [`${sqlite}/log-files.test.ts`],
  },
  {
    row: 'F16',
    removed: 'the check that the file itself is still next to them',
    edits: [
      {
        file: `${sqlite}/log-files.ts`,
        from: "const endings = ['', '-wal', '-shm'];",
        to: "const endings = ['-wal', '-shm'];",
      },
    ],
    tests: [`${sqlite}/log-files.test.ts`],
  },
  {
    row: 'F16',
    removed: 'the check for hard links to the file',
    edits: [
      {
        file: `${sqlite}/one-name.ts`,
        from: 'if (found.nlink <= 1) return;',
        to: 'if (found.nlink >= 1) return;',
      },
    ],
    tests: [`${sqlite}/log-files.test.ts`],
  },
  {
    row: 'F16',
    removed: "the close that leaves others' logs alone",
    edits: [
      {
        file: `${sqlite}/sessions.ts`,
        from: 'hasLog() ? closeConnections(connections) : abandonConnections(connections)',
        to: 'hasLog() ? closeConnections(connections) : closeConnections(connections)',
      },
    ],
    tests: [`${sqlite}/log-files.test.ts`],
  },
  {
    row: 'F18',
    removed: 'the refusal of bytes that are not UTF-8: each is replaced',
    edits: [
      {
        file: 'packages/management/src/read-body.ts',
        from: ', { fatal: true }',
        to: '',
      },
    ],
    tests: ['packages/management/src/read-body.test.ts'],
  },
  {
    row: 'F18',
    removed: 'the refusal of escapes that are not UTF-8: each is replaced',
    edits: [
      {
        file: 'packages/management/src/read-form.ts',
        from: 'if (!isStrictlyEncoded(body.text))',
        to: 'if (body.text === undefined)',
      },
    ],
    tests: ['packages/management/src/read-form.test.ts'],
  },
];
