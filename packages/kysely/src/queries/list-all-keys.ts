import type { ApiKey } from '@postern/core';
import {
  type AllKeysPage,
  type AllKeysQuery,
  type KeyFilter,
  keyOrder,
  type Position,
} from '@postern/core/ports';
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { Dialect } from '../dialect.js';
import type { KeyDatabase } from '../key-database.js';
import { readKey, recordColumns } from '../key-row.js';
import type { Tables } from '../tables.js';
import { inState } from './in-state.js';
import { livesBeyond } from './read-keys.js';

/** Returns records of all owners, newest first, or those that expire first. */
export async function listAllKeys(
  { dialect, read }: KeyDatabase,
  { after, limit, ...filter }: AllKeysQuery,
): Promise<AllKeysPage> {
  const isByExpiry = filter.expiresBefore !== undefined;
  const column = isByExpiry ? 'expires_at' : 'created_at';
  const direction = isByExpiry ? 'asc' : 'desc';
  const rows = await read((db) => {
    let keys = db
      .selectFrom('key')
      .select(recordColumns)
      .where((eb) => eb.and(conditions(eb, filter, dialect)));
    if (after !== null) {
      const { at, id } = after;
      const comparison = sql.raw(isByExpiry ? '>' : '<');
      keys = keys.where(
        sql<SqlBool>`(${sql.ref(column)}, ${sql.ref('id')}) ${comparison} (${dialect.writeInstant(at)}, ${id})`,
      );
    }
    return keys.orderBy(column, direction).orderBy('id', direction).limit(limit).execute();
  });
  const keys = rows.map((row) => readKey(row, dialect));
  return { keys, next: keys.length < limit ? null : positionOfLast(keys, filter) };
}

function positionOfLast(keys: readonly ApiKey[], filter: KeyFilter): Position | null {
  const last = keys.at(-1);
  return last === undefined ? null : keyOrder(filter).positionOf(last);
}

/** `passesFilter` of `@postern/core/ports`, as conditions on a row. The contract checks that they agree. */
function conditions(
  eb: ExpressionBuilder<Tables, 'key'>,
  filter: KeyFilter,
  dialect: Dialect,
): readonly Expression<SqlBool>[] {
  const { kinds, createdBy, state, neverExpires, expiresBefore, unusedSince, livesBeyondMs } = filter;
  const all: Expression<SqlBool>[] = [];
  if (state !== 'all') all.push(inState[state](eb, dialect.writeInstant(filter.now)));
  if (kinds !== undefined) all.push(eb.or(kinds.map((kind) => eb('owner_kind', '=', kind))));
  if (createdBy !== undefined)
    all.push(eb('created_by_kind', '=', createdBy.kind), eb('created_by_id', '=', createdBy.id));
  if (neverExpires === true) all.push(eb('expires_at', 'is', null));
  if (expiresBefore !== undefined) all.push(eb('expires_at', '<', dialect.writeInstant(expiresBefore)));
  if (unusedSince !== undefined) {
    const since = dialect.writeInstant(unusedSince);
    all.push(
      eb('created_at', '<', since),
      eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<', since)]),
    );
  }
  if (livesBeyondMs !== undefined) {
    const ofEachKind = Object.entries(livesBeyondMs).map(([kind, ms]) =>
      eb.and([eb('owner_kind', '=', kind), livesBeyond(eb, ms, dialect)]),
    );
    all.push(eb.or(ofEachKind));
  }
  return all;
}
