import type { ApiKey, AuditEntry, KeyId, KeyQuery, KeyRepository, Owner, StoredKey } from '@postern/core';
import { isAsExpected, keyState, keyStates } from '@postern/core';
import { openJsonLines } from './json-lines-file.js';

type Row = ApiKey & Pick<StoredKey, 'hash'>;
type Test = (row: Row) => boolean;
type Named = Omit<Parameters<KeyRepository['rename']>[0], 'name'>;
type Page = Pick<KeyQuery, 'after' | 'limit'>;
/** What a change writes: one line, so it is there with its audit entries or not at all. */
type Line = { rows?: Row[]; entries?: readonly AuditEntry[]; gone?: KeyId[] };

/** Makes a repository that appends each change to a file, and keeps all in memory. For one process at a time. */
export function jsonLinesRepository(path: string): KeyRepository {
  const table = new Map<KeyId, Row>();
  const log: AuditEntry[] = [];
  const commit = openJsonLines(path, ({ rows = [], entries = [], gone = [] }: Line) => {
    for (const row of rows) table.set(row.id, row);
    for (const id of gone) table.delete(id);
    log.push(...entries);
  });
  /** Nothing is awaited between a look at the table and `commit`, so no other verb comes in between. */
  const change = ({ keyId, expected }: Named, to: Partial<Row>, entry: AuditEntry, isMeant?: Test) => {
    const row = table.get(keyId);
    if (row?.revokedAt !== null || isMeant?.(row) === false || !isAsExpected(row, expected)) return false;
    return commit({ rows: [{ ...row, ...to }], entries: [entry] });
  };
  const find = (ids: readonly KeyId[]) =>
    new Map(ids.flatMap((id) => table.get(id) ?? []).map((row) => [row.id, storedKey(row)]));
  const all = (isMeant: Test, limit?: number) => [...table.values()].filter(isMeant).slice(0, limit);

  return {
    find,
    get: async (id) => find([id]).get(id)?.key,
    insert: async ({ key, hash }, entry) =>
      !table.has(key.id) && commit({ rows: [{ ...key, hash }], entries: [entry] }),
    revoke: async ({ at, reason, ...of }, entry) => change(of, { revokedAt: at, reason }, entry),
    async revokeAll({ owner: of, at: revokedAt, reason, createdBefore: end, limit }, entryOf) {
      const isIt: Test = (row) => isUnrevoked(row) && isSame(row.owner, of) && !(end && row.createdAt >= end);
      const rows = all(isIt, limit).map((row) => ({ ...row, revokedAt, reason }));
      if (rows.length > 0) commit({ rows, entries: rows.map(entryOf) });
      return rows.map(({ id }) => id);
    },
    async disable({ at, by, reason, over, ...of }, entry) {
      const isIt: Test = over ? isDisabledBy(over) : (row) => keyStates[keyState(row, at)].accepted;
      return change(of, { disabledAt: at, disabledBy: by, reason }, entry, isIt);
    },
    async enable({ disabledAt: at, disabledBy: by, ...of }, entry) {
      const isIt: Test = (row) => row.disabledAt?.getTime() === at.getTime() && isDisabledBy(by)(row);
      return change(of, { disabledAt: null, disabledBy: null, reason: null }, entry, isIt);
    },
    rename: async ({ name, ...of }, entry) => change(of, { name }, entry, (row) => row.name !== name),
    async rotate({ keyId, at, graceEndsAt: end, successor: { key, hash }, expected }, entries) {
      const row = table.get(keyId);
      if (row?.name !== key.name || keyState(row, at) !== 'live' || table.has(key.id)) return false;
      if (!isAsExpected(row, expected)) return false;
      const expiresAt = end && !(row.expiresAt && row.expiresAt < end) ? end : row.expiresAt;
      const rotated = { ...row, rotatedAt: at, successorId: key.id, expiresAt, revokedAt: end ? null : at };
      return commit({ rows: [rotated, { ...key, hash }], entries });
    },
    rehash: async ({ from, to, ...of }, entry) => change(of, { hash: to }, entry, (row) => row.hash === from),
    async purge({ revokedBefore: end, limit }, entryOf) {
      const rows = all(({ revokedAt }) => revokedAt !== null && revokedAt < end, limit);
      if (rows.length > 0) commit({ gone: rows.map(({ id }) => id), entries: rows.map(entryOf) });
      return rows.length;
    },
    async list({ owner, state, now, ...page }) {
      const isIn: Test = (row) => state === 'all' || keyState(row, now) === state;
      const rows = all((row) => isSame(row.owner, owner) && isIn(row));
      return cut(rows, ({ createdAt }) => createdAt, page).map((row) => storedKey(row).key);
    },
    async history({ of, ...page }) {
      const isMeant = (entry: AuditEntry) =>
        'keyId' in of ? entry.keyId === of.keyId : isSame(entry.owner, of.owner);
      return cut(log.filter(isMeant), ({ at }) => at, page);
    },
    async recordUses(uses) {
      const used = new Map<KeyId, Row>();
      for (const { keyId, at } of uses) {
        const row = used.get(keyId) ?? table.get(keyId);
        const isLater = row?.revokedAt === null && !(row.lastUsedAt && row.lastUsedAt >= at);
        if (isLater) used.set(keyId, { ...row, lastUsedAt: at });
      }
      if (used.size > 0) commit({ rows: [...used.values()] });
    },
  };
}

const isUnrevoked: Test = (row) => row.revokedAt === null;
const isSame = (one: Owner | null, other: Owner) => one?.kind === other.kind && one.id === other.id;
const isDisabledBy = (by: Owner) => (row: Row) => isSame(row.disabledBy, by);
const storedKey = ({ hash, ...key }: Row): StoredKey => ({ key, hash });

/** The newest first; those of one instant in descending order of ID, by code unit. */
function cut<Item extends { id: string }>(items: Item[], atOf: (item: Item) => Date, { after, limit }: Page) {
  const place = (at: Date, id: string) => `${String(at.getTime()).padStart(16, '0')} ${id}`;
  const placeOf = (item: Item) => place(atOf(item), item.id);
  const older = items.filter((item) => after === null || placeOf(item) < place(after.at, after.id));
  return older.sort((one, other) => (placeOf(one) < placeOf(other) ? 1 : -1)).slice(0, limit);
}
