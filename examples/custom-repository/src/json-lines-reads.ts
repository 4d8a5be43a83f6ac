import type { AuditEntry, KeyId } from '@postern/core';
import type { KeyRepository } from '@postern/core/ports';
import { isInState, keyOrder, livesBeyond, passesFilter } from '@postern/core/ports';
import { paginate } from './page.js';
import { isSame, type Row, storedKey, type Test } from './row.js';

type Reads = Pick<KeyRepository, 'find' | 'get' | 'list' | 'listAll' | 'history'>;

/** Reads what is in memory: everything that is in the file. */
export function jsonLinesReads(table: ReadonlyMap<KeyId, Row>, log: readonly AuditEntry[]): Reads {
  const all = (matches: Test) => [...table.values()].filter(matches).map((row) => storedKey(row).key);
  const { positionOf } = keyOrder({});
  return {
    find: (ids) => new Map(ids.flatMap((id) => table.get(id) ?? []).map((row) => [row.id, storedKey(row)])),
    get: async (id) => all((row) => row.id === id)[0],
    async list({ owner: of, state, now, livesBeyondMs: ms, ...page }) {
      const isIn: Test = (row) => isSame(row.owner, of) && isInState(row, state, now) && livesBeyond(row, ms);
      return paginate(all(isIn), positionOf, page);
    },
    async listAll({ after, limit, ...filter }) {
      const order = keyOrder(filter);
      const found = all((row) => passesFilter(row, filter));
      const keys = paginate(found, order.positionOf, { after, limit }, order);
      const last = keys.at(-1);
      return { keys, next: keys.length < limit || last === undefined ? null : order.positionOf(last) };
    },
    async history({ of, ...page }) {
      const isOf = (one: AuditEntry) =>
        'keyId' in of ? one.keyId === of.keyId : isSame(one.owner, of.owner);
      return paginate(log.filter(isOf), (entry) => entry, page);
    },
  };
}
