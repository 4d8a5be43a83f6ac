import type { KeyId } from '@postern/core';
import type { FoundKey } from '@postern/core/ports';
import { type ReadRows, type Row, rowMemory } from '../src/sqlite/row-memory.js';
import { type CreateFind, type RowSource, readRow } from './finder.js';

type Memory = typeof rowMemory;

/** Asks for the version after the rows were read, and remembers them under it. */
export const versionAfterRows: Memory = ({ readVersion, readRows }) => {
  const remembered = new Map<KeyId, Row>();
  const read = (ids: readonly KeyId[]) => {
    if (ids.length > 0) readRows(ids, (id, row) => remembered.set(id, row));
  };
  let rememberedVersion: unknown;
  return (ids, use) => {
    const missing = missingFrom(remembered, ids);
    read(missing);
    const version = readVersion();
    if (version !== rememberedVersion) {
      for (const id of remembered.keys()) if (!missing.includes(id)) remembered.delete(id);
    }
    rememberedVersion = version;
    read(missingFrom(remembered, ids));
    useEach(remembered, ids, use);
  };
};

/** Asks for the version only in every second search. */
export const versionEverySecondTime: Memory = (source) => {
  let searches = 0;
  let version: unknown;
  return rowMemory({
    ...source,
    readVersion() {
      if (searches % 2 === 0) version = source.readVersion();
      searches += 1;
      return version;
    },
  });
};

/** Asks for the version once a minute. */
export const versionOnceAMinute: Memory = (source) => {
  let askedMs = Number.NEGATIVE_INFINITY;
  let version: unknown;
  return rowMemory({
    ...source,
    readVersion() {
      if (performance.now() - askedMs > 60_000) {
        version = source.readVersion();
        askedMs = performance.now();
      }
      return version;
    },
  });
};

/** Asks for the version at the end of each search, for the next one. */
export const versionOfEarlierTurn: Memory = (source) => {
  let version: unknown;
  let isAsked = false;
  const readRows = rowMemory({ ...source, readVersion: () => version });
  return (ids, use) => {
    if (!isAsked) version = source.readVersion();
    isAsked = true;
    readRows(ids, use);
    version = source.readVersion();
  };
};

/** Once something is committed, forgets only the rows that it is asked for. */
export const forgettingWhatIsAskedFor: Memory = ({ readVersion, readRows }) => {
  const remembered = new Map<KeyId, Row>();
  let rememberedVersion: unknown;
  return (ids, use) => {
    const version = readVersion();
    if (version !== rememberedVersion) for (const id of ids) remembered.delete(id);
    rememberedVersion = version;
    const missing = missingFrom(remembered, ids);
    if (missing.length > 0) readRows(missing, (id, row) => remembered.set(id, row));
    useEach(remembered, ids, use);
  };
};

/** Remembers that a row was missing, and never forgets that. */
export const rememberingMissingRows: Memory = (source) => {
  const missing = new Set<KeyId>();
  const readRows = rowMemory(source);
  return (ids, use) => {
    const asked = ids.filter((id) => !missing.has(id));
    const found = new Set<KeyId>();
    readRows(asked, (id, row) => {
      found.add(id);
      use(id, row);
    });
    for (const id of asked) if (!found.has(id)) missing.add(id);
  };
};

/** Remembers any number of rows. */
export const unboundedMemory: Memory = (source) => rowMemory({ ...source, maxRows: Infinity });

/** Keeps its rows, and their version, when the file is opened again. `worldOf` returns what the file belongs to. */
export function survivingMemory(worldOf: () => object): Memory {
  const sources = new WeakMap<object, RowSource>();
  const memories = new WeakMap<object, ReadRows>();
  return (source) => {
    const world = worldOf();
    sources.set(world, source);
    const current = () => sources.get(world) ?? source;
    const readRows =
      memories.get(world) ??
      rowMemory({
        maxRows: source.maxRows,
        readVersion: () => current().readVersion(),
        readRows: (...given) => current().readRows(...given),
      });
    memories.set(world, readRows);
    return readRows;
  };
}

/** Remembers the objects that it returns, instead of rows. */
export const handingOutRemembered: CreateFind = (source) => {
  const objects = new WeakMap<Row, FoundKey>();
  const readRows = rowMemory(source);
  return (ids) => {
    const found = new Map<KeyId, FoundKey>();
    readRows(ids, (id, row) => {
      const object = objects.get(row) ?? readRow(id, row);
      objects.set(row, object);
      found.set(id, object);
    });
    return found;
  };
};

/**
 * Answers by promise, and remembers what it read when the answer arrives. This is right only if it compares the version
 * under which it has read with the one that is remembered by then.
 */
export function rememberingLate({ compares }: { readonly compares: boolean }): CreateFind {
  return ({ readVersion, readRows }, steps) => {
    const remembered = new Map<KeyId, Row>();
    let rememberedVersion: unknown;
    return async (ids) => {
      const version = readVersion();
      if (version !== rememberedVersion) remembered.clear();
      rememberedVersion = version;
      const rows = new Map<KeyId, Row>();
      useEach(remembered, ids, (id, row) => rows.set(id, row));
      const missing = missingFrom(remembered, ids);
      if (missing.length > 0) readRows(missing, (id, row) => rows.set(id, row));
      await steps.call('find', () => undefined);
      if (!compares || version === rememberedVersion) for (const [id, row] of rows) remembered.set(id, row);
      return new Map([...rows].map(([id, row]) => [id, readRow(id, row)]));
    };
  };
}

function missingFrom(remembered: ReadonlyMap<KeyId, Row>, ids: readonly KeyId[]): readonly KeyId[] {
  return ids.filter((id) => !remembered.has(id));
}

function useEach(remembered: ReadonlyMap<KeyId, Row>, ids: readonly KeyId[], use: Parameters<ReadRows>[1]) {
  for (const id of ids) {
    const row = remembered.get(id);
    if (row !== undefined) use(id, row);
  }
}
