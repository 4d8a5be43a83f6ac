import type { KeyId } from '@postern/core';

/** The values of a row, in the order of its columns: primitives only, so no caller can change what is remembered. */
export type Row = readonly unknown[];

/** Passes on the rows that exist, each with its key ID. */
export type ReadRows = (ids: readonly KeyId[], use: (id: KeyId, row: Row) => void) => void;

/** What the memory stands in front of, both on the same connection. */
interface RowSource {
  /** A value that differs from the one before if anything was committed by another connection in between. */
  readonly readVersion: () => unknown;
  /** Reads the rows as of one instant after the call. */
  readonly readRows: ReadRows;
  /** How many rows to remember. 0: none. */
  readonly maxRows: number;
}

/**
 * Remembering rows pays if at least one in ten is used again, which is judged over at least 64 rows. If not, the next
 * rows are not remembered, sixteen times as many as were remembered in vain, but not many more than could have been.
 */
const [worthwhileShare, enoughToJudge, breakLength] = [10, 64, 16];

/**
 * Creates a reader that reads only what may have changed. Rows that were read under a version are exactly what a read
 * would return now, as long as the version is the same: so this is not a cache that can be stale.
 *
 * - The version is asked for in each call, so after the request that needs the rows has arrived.
 * - It is asked for before the rows are read. If something is committed in between, newer rows are remembered under an
 *   older version, and the next call forgets them.
 * - A version means nothing to another connection: create a new memory for each.
 *
 * If changes are committed so often that remembered rows are hardly ever used, most are read as if there were no memory.
 */
export function rowMemory({ readVersion, readRows, maxRows }: RowSource): ReadRows {
  if (maxRows === 0) return readRows;
  /** Oldest first. */
  const remembered = new Map<KeyId, Row>();
  let rememberedVersion: unknown;
  /** How many rows were read and remembered since the last judgement, and how many were found in the memory. */
  let [rowsRead, rowsFound] = [0, 0];
  const longestBreak = Math.max(maxRows, enoughToJudge * breakLength);
  /** How many rows to read without remembering them. */
  let pausedFor = 0;

  /** Forgets everything. If hardly anything of it was used, also for the versions before, takes a break. */
  function startOver(version: unknown): void {
    remembered.clear();
    rememberedVersion = version;
    if (rowsRead < enoughToJudge) return;
    if (rowsFound * worthwhileShare < rowsRead) pausedFor = Math.min(rowsRead * breakLength, longestBreak);
    [rowsRead, rowsFound] = [0, 0];
  }

  function forgetOldest(): void {
    for (const id of remembered.keys()) {
      remembered.delete(id);
      return;
    }
  }

  return (ids, use) => {
    if (pausedFor > 0) {
      pausedFor -= ids.length;
      readRows(ids, use);
      return;
    }
    const version = readVersion();
    // S01 version
    if (version !== rememberedVersion) startOver(version);
    const missing: KeyId[] = [];
    for (const id of ids) {
      const row = remembered.get(id);
      if (row === undefined) missing.push(id);
      else use(id, row);
    }
    rowsFound += ids.length - missing.length;
    if (missing.length === 0) return;
    readRows(missing, (id, row) => {
      // Those that don't exist don't count: forged tokens must not end the memory of others.
      rowsRead += 1;
      if (remembered.size >= maxRows) forgetOldest();
      remembered.set(id, row);
      use(id, row);
    });
  };
}
