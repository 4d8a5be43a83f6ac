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

/** A row, which counts only while the version is the one that it was read under. It is replaced in place. */
interface RememberedRow {
  row: Row;
  readUnder: number;
}

/**
 * Creates a reader that reads only what may have changed. Rows that were read under a version are exactly what a read
 * would return now, as long as the version is the same: so this is not a cache that can be stale.
 *
 * - The version is asked for in each call, so after the request that needs the rows has arrived.
 * - It is asked for before the rows are read. If something is committed in between, newer rows are remembered under an
 *   older version, which the next call finds to have changed.
 * - A version means nothing to another connection: create a new memory for each.
 */
export function rowMemory({ readVersion, readRows, maxRows }: RowSource): ReadRows {
  if (maxRows === 0) return readRows;
  /** Oldest first. */
  const remembered = new Map<KeyId, RememberedRow>();
  let rememberedVersion: unknown;
  /** How many versions there were. Unlike SQLite's version, it never wraps around. */
  let versions = 0;

  function remember(id: KeyId, row: Row): void {
    const earlier = remembered.get(id);
    if (earlier !== undefined) {
      earlier.row = row;
      earlier.readUnder = versions;
      return;
    }
    if (remembered.size >= maxRows) forgetOldest();
    remembered.set(id, { row, readUnder: versions });
  }

  function forgetOldest(): void {
    for (const id of remembered.keys()) {
      remembered.delete(id);
      return;
    }
  }

  return (ids, use) => {
    const version = readVersion();
    // S01 version
    if (version !== rememberedVersion) {
      versions += 1;
      rememberedVersion = version;
    }
    const missing: KeyId[] = [];
    for (const id of ids) {
      const known = remembered.get(id);
      if (known === undefined || known.readUnder !== versions) missing.push(id);
      else use(id, known.row);
    }
    if (missing.length === 0) return;
    readRows(missing, (id, row) => {
      remember(id, row);
      use(id, row);
    });
  };
}
