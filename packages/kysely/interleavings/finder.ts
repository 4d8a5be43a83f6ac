import type { KeyId } from '@postern/core';
import type { Steps } from '@postern/core/interleavings';
import type { FoundKey, KeyRepository, StoredKey } from '@postern/core/ports';
import { keyRow, readFoundKey, verifiedColumns } from '../src/key-row.js';
import { type Row, rowMemory } from '../src/sqlite/row-memory.js';
import { sqliteDialect } from '../src/sqlite/sqlite-dialect.js';
import type { SharedStore } from './shared-store.js';

export type RowSource = Parameters<typeof rowMemory>[0];

/** Creates the `find` of an open file: the right one, or a wrong one in its place. */
export type CreateFind = (source: RowSource, steps: Steps) => KeyRepository['find'];

/** With a memory as in the storage, or a wrong one. */
export function findWith(memory: typeof rowMemory): CreateFind {
  return (source) => {
    const readRows = memory(source);
    return (ids) => {
      const found = new Map<KeyId, FoundKey>();
      readRows(ids, (id, row) => found.set(id, readRow(id, row)));
      return found;
    };
  };
}

export const rightFind = findWith(rowMemory);

const busy = new Error('SQLITE_BUSY');

/** At which question the first search finds the file busy. */
export type BusyAt = 'version' | 'rows';

/** The searches of one process, as in the storage: they are synchronous, unless the file is busy or was replaced. */
export function finder(
  steps: Steps,
  store: SharedStore,
  { createFind, busyAt }: { readonly createFind: CreateFind; readonly busyAt?: BusyAt | undefined },
) {
  let isBusyAt: BusyAt | undefined;
  let find = open();

  /** Other processes may act before each question. */
  function before(question: BusyAt): void {
    steps.letOthersAct();
    if (isBusyAt !== question) return;
    isBusyAt = undefined;
    throw busy;
  }

  /** A version counts from the commits that this connection has not seen, so it means nothing to another one. */
  function open(): KeyRepository['find'] {
    const opened = store.commits();
    return createFind(
      {
        maxRows: 100,
        readVersion() {
          before('version');
          return store.commits() - opened;
        },
        readRows(ids, use) {
          before('rows');
          for (const id of ids) {
            const stored = store.record(id);
            if (stored !== undefined) use(id, rowOf(stored));
          }
        },
      },
      steps,
    );
  }

  return {
    /** A busy file is asked again later, from the beginning. */
    find: ((ids) => {
      try {
        return find(ids);
      } catch (error) {
        if (error !== busy) throw error;
        return steps.callInBackground('retry', () => find(ids));
      }
    }) satisfies KeyRepository['find'],
    reopen() {
      find = open();
    },
    beBusy() {
      isBusyAt = busyAt;
    },
  };
}

function rowOf(stored: StoredKey): Row {
  const row = keyRow(stored, sqliteDialect);
  return verifiedColumns.map((column) => row[column]);
}

export function readRow(id: KeyId, row: Row): FoundKey {
  return readFoundKey(id, row, sqliteDialect);
}
