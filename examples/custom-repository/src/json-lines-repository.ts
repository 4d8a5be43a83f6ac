import { type AuditEntry, type KeyId, keyState, keyStates } from '@postern/core';
import type { EntryOfKey, KeyRepository, Rotation } from '@postern/core/ports';
import { isAsExpected, wasLastUsedAt } from '@postern/core/ports';
import { type Capped, withinCap } from './json-lines-cap.js';
import { openJsonLines } from './json-lines-file.js';
import { type Entries, jsonLinesOffers, type OfferLine } from './json-lines-offers.js';
import { jsonLinesReads } from './json-lines-reads.js';
import { leakOf } from './leak.js';
import { rotationOf } from './rotation.js';
import { enabled, isDisabledBy, isSame, isUnrevoked, type Row, rowOf, type Test } from './row.js';

type Named = Omit<Parameters<KeyRepository['rename']>[0], 'name'>;
/** What a change writes: one line, so that it is stored together with its audit entries, or not at all. */
type Line = OfferLine & Capped & { rows?: Row[]; entries?: Entries; gone?: KeyId[] };

/** Creates a repository that appends each change to a file and keeps everything in memory, for one process at a time. */
export function jsonLinesRepository(path: string): KeyRepository {
  const table = new Map<KeyId, Row>();
  const log: AuditEntry[] = [];
  const offers = jsonLinesOffers();
  const write = openJsonLines(path, ({ rows = [], entries = [], gone = [], ...line }: Line) => {
    for (const row of rows) table.set(row.id, row);
    for (const id of gone) table.delete(id);
    log.push(...entries);
    offers.apply(line);
  });
  const commit = withinCap<Line>(table, write);
  /** Nothing is awaited between reading the table and `commit`, so no other method can run in between. */
  const change = (of: Named, to: Partial<Row>, entries: Entries, matches?: Test, extra: Line = {}) => {
    const row = table.get(of.keyId);
    if (row?.revokedAt !== null || matches?.(row) === false || !isAsExpected(row, of.expected)) return false;
    return commit({ ...extra, rows: [{ ...row, ...to }, ...(extra.rows ?? [])], entries });
  };
  const add = (rows: [Row, ...Row[]], entries: Entries, extra?: Line) =>
    !table.has(rows[0].id) && commit({ ...extra, rows, entries });
  const all = (matches: Test, limit?: number) => [...table.values()].filter(matches).slice(0, limit);
  const rotate = (rotation: Rotation, entries: Entries, entryOf: EntryOfKey, extra?: Line) => {
    const { changes, matches, predecessors } = rotationOf(rotation, table);
    const line = { ...extra, rows: [rowOf(rotation.successor), ...predecessors] };
    return change(rotation, changes, [...entries, ...predecessors.map(entryOf)], matches, line);
  };
  return {
    ...jsonLinesReads(table, log),
    ...offers.methods(commit, (change, entries, of, line) =>
      'rotate' in change
        ? rotate(change.rotate, entries, of, line)
        : add([rowOf(change.insert)], entries, line),
    ),
    insert: async (stored, entry, cap) => add([rowOf(stored)], [entry], { cap }),
    async insertIdempotent({ stored, requestId, reason, cap }, entry, entryOf) {
      const tried = all((row) => row.requestId === requestId);
      const lost = tried.filter((row) => isUnrevoked(row));
      if (tried.some((row) => row.rotatedAt) || lost.some((row) => row.lastUsedAt)) return 'used';
      const old = lost.map((row) => ({ ...row, revokedAt: stored.key.createdAt, reason }));
      const rows: [Row, ...Row[]] = [{ ...rowOf(stored), requestId }, ...old];
      return add(rows, [entry, ...lost.map(entryOf)], { cap }) ? 'inserted' : 'taken';
    },
    revoke: async ({ at, reason, ...of }, entry) => change(of, { revokedAt: at, reason }, [entry]),
    async revokeAll({ owner: of, at: revokedAt, reason, createdBefore: end, limit }, entryOf) {
      const matches: Test = (row) =>
        isUnrevoked(row) && isSame(row.owner, of) && !(end && row.createdAt >= end);
      const rows = all(matches, limit).map((row) => ({ ...row, revokedAt, reason }));
      if (rows.length > 0) commit({ rows, entries: rows.map(entryOf) });
      return rows.map(({ id }) => id);
    },
    async disable({ at, by, reason, over, lastUsedAt, ...of }, entry) {
      const isAsSeen: Test = over ? isDisabledBy(over) : (row) => keyStates[keyState(row, at)].accepted;
      const matches: Test = (row) => isAsSeen(row) && wasLastUsedAt(row, lastUsedAt);
      return change(of, { disabledAt: at, disabledBy: by, reason }, [entry], matches);
    },
    async reportLeak(report, entries) {
      const { outcome, ...line } = leakOf(report, entries, { row: table.get(report.keyId), log });
      if (line.entries.length > 0) commit(line);
      return outcome;
    },
    enable: async ({ disabledAt: at, disabledBy: by, cap, ...of }, entry) =>
      change(of, enabled, [entry], isDisabledBy(by, at), { cap }),
    rename: async ({ name, ...of }, entry) => change(of, { name }, [entry], (row) => row.name !== name),
    rotate: async (rotation, entries, entryOf) => rotate(rotation, entries, entryOf),
    rehash: async ({ from, to, ...of }, entry) =>
      change(of, { hash: to }, [entry], (row) => row.hash === from),
    async purge({ revokedBefore: end, limit }, entryOf) {
      const rows = all(({ revokedAt }) => revokedAt !== null && revokedAt < end, limit);
      if (rows.length > 0) commit({ gone: rows.map(({ id }) => id), entries: rows.map(entryOf) });
      return rows.length;
    },
    async recordUses(uses) {
      const used = new Map<KeyId, Row>();
      for (const { keyId: id, at } of uses) {
        const row = used.get(id) ?? table.get(id);
        if (row?.revokedAt === null && (row.lastUsedAt ?? 0) < at) used.set(id, { ...row, lastUsedAt: at });
      }
      if (used.size > 0) commit({ rows: [...used.values()] });
    },
  };
}
