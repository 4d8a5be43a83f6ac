import type { AuditEntry, KeyId } from '@postern/core';
import type { KeyRepository } from '@postern/core/ports';
import { isInState, livesBeyond } from '@postern/core/ports';
import { paginate } from './page.js';
import { isSame, type Row, storedKey, type Test } from './row.js';

type Reads = Pick<KeyRepository, 'find' | 'get' | 'list' | 'history'>;

/** Reads what is in memory: everything that is in the file. */
export function jsonLinesReads(table: ReadonlyMap<KeyId, Row>, log: readonly AuditEntry[]): Reads {
  const all = (matches: Test) => [...table.values()].filter(matches);
  return {
    find: (ids) => new Map(ids.flatMap((id) => table.get(id) ?? []).map((row) => [row.id, storedKey(row)])),
    get: async (id) => all((row) => row.id === id).map(storedKey)[0]?.key,
    async list({ owner: of, state, now, livesBeyondMs: ms, ...page }) {
      const isIn: Test = (row) => isSame(row.owner, of) && isInState(row, state, now) && livesBeyond(row, ms);
      return paginate(all(isIn), ({ createdAt }) => createdAt, page).map((row) => storedKey(row).key);
    },
    async history({ of, ...page }) {
      const isOf = (one: AuditEntry) =>
        'keyId' in of ? one.keyId === of.keyId : isSame(one.owner, of.owner);
      return paginate(log.filter(isOf), ({ at }) => at, page);
    },
  };
}
