import type { KeyId } from '@postern/core';
import type { StoredKey } from '@postern/core/ports';
import type { BrokenRepository } from '../broken-repository.js';
import { isCommit } from '../sound-repository.js';
import { reading, rememberingUntil } from './remembered.js';

const late = 'S01 find and get see a change once its transaction';
const openBefore = 'S01 find and get see a change by a transaction';
const released = 'S01 find and get see a change in a savepoint';
const rolledBack = 'find and get never return a change that is rolled back, ';
const toSavepoint = 'find and get never return a change that is rolled back to a savepoint';
const waiting = 'F09 find and get do not wait';
const all = [late, openBefore, released, rolledBack, toSavepoint, waiting];

type Stored = StoredKey | undefined;

/** Repositories that go wrong while someone else has a transaction open. */
export const brokenByTransactions: readonly BrokenRepository[] = [
  [
    'reads what is not committed',
    (sound) =>
      reading((id) => {
        const written = sound.hand.transaction()?.written;
        return written?.has(id) ? written.get(id) : sound.recordOf(id);
      }),
    ...all,
  ],
  [
    'waits in find for the transactions of others',
    (sound) => ({
      async find(ids) {
        await sound.hand.transaction()?.ended;
        return sound.find(ids);
      },
    }),
    ...all,
  ],
  [
    'waits in get for the transactions of others',
    (sound) => ({
      async get(id) {
        await sound.hand.transaction()?.ended;
        return sound.get(id);
      },
    }),
    ...all,
  ],
  [
    'waits for a transaction that has deleted a record',
    (sound) => ({
      async find(ids) {
        const { written, ended } = sound.hand.transaction() ?? {};
        if (ids.some((id) => written?.has(id) && written.get(id) === undefined)) await ended;
        return sound.find(ids);
      },
    }),
    waiting,
  ],
  [
    'remembers what was not committed, and forgets it at the next commit',
    (sound) => {
      const remembered = new Map<KeyId, Stored>();
      sound.onEvent((event) => {
        if (isCommit(event)) remembered.clear();
        if (event.statement === 'rollback')
          for (const [id, stored] of lastWritten) remembered.set(id, stored);
        lastWritten = new Map(sound.hand.transaction()?.written);
      });
      let lastWritten: ReadonlyMap<KeyId, Stored> = new Map();
      return reading((id) => (remembered.has(id) ? remembered.get(id) : sound.recordOf(id)));
    },
    rolledBack,
  ],
  [
    'forgets records when they are written, not when that is committed',
    rememberingUntil(({ what, statement }) =>
      what === 'statement by hand' ? statement === 'write' : what !== 'commit by hand',
    ),
    late,
    openBefore,
    released,
    toSavepoint,
  ],
  [
    'does not forget what it read first while the transaction was open',
    (sound) => {
      const remembered = new Map<KeyId, Stored>();
      const readInTransaction = new Set<KeyId>();
      sound.onEvent((event) => {
        if (!isCommit(event)) return;
        for (const id of remembered.keys())
          if (event.what !== 'commit by hand' || !readInTransaction.has(id)) remembered.delete(id);
      });
      return reading((id) => {
        if (!remembered.has(id)) {
          remembered.set(id, sound.recordOf(id));
          if (sound.hand.transaction() === undefined) readInTransaction.delete(id);
          else readInTransaction.add(id);
        }
        return remembered.get(id);
      });
    },
    openBefore,
  ],
  [
    'follows what a transaction writes, but no rollback to a savepoint',
    (sound) => {
      const [pending, committed] = [new Map<KeyId, Stored>(), new Map<KeyId, Stored>()];
      sound.onEvent(({ statement, written }) => {
        if (statement === 'begin') pending.clear();
        if (sound.hand.transaction() !== undefined)
          for (const [id, stored] of written) pending.set(id, stored);
        if (statement === 'commit') for (const [id, stored] of pending) committed.set(id, stored);
      });
      return reading((id) => (committed.has(id) ? committed.get(id) : sound.recordOf(id)));
    },
    toSavepoint,
  ],
  [
    'does not notice what is written in a savepoint',
    (sound) => {
      const [remembered, inSavepoint] = [new Map<KeyId, Stored>(), new Set<KeyId>()];
      let hasSavepoint = false;
      sound.onEvent(({ what, statement = '', written }) => {
        if (statement === 'begin') inSavepoint.clear();
        if (statement.endsWith('savepoint one')) hasSavepoint = statement.startsWith('savepoint');
        if (hasSavepoint) for (const id of written.keys()) inSavepoint.add(id);
        if (what === 'statement by hand') return;
        for (const id of remembered.keys()) if (!inSavepoint.has(id)) remembered.delete(id);
      });
      return reading((id) => {
        if (!remembered.has(id)) remembered.set(id, sound.recordOf(id));
        return remembered.get(id);
      });
    },
    released,
  ],
];
