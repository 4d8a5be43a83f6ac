import type { ApiKey } from '@postern/core';
import { type AllKeysPage, type AllKeysQuery, keyOrder } from '@postern/core/ports';
import {
  type Expression,
  type ExpressionBuilder,
  expressionBuilder,
  type Kysely,
  type SqlBool,
  sql,
} from 'kysely';
import type { Dialect } from '../dialect.js';
import type { KeyDatabase } from '../key-database.js';
import { readKey, recordColumns } from '../key-row.js';
import type { Tables } from '../tables.js';
import { inState } from './in-state.js';
import { livesBeyond } from './read-keys.js';

/**
 * How many records one call examines at most. It reads them from all over the table, which takes a few milliseconds:
 * with SQLite, nothing else runs in the meantime.
 */
const maxExamined = 500;

/** Returns records of all owners, newest first, or those that expire first. */
export async function listAllKeys(
  { dialect, read }: KeyDatabase,
  query: AllKeysQuery,
  size: number = maxExamined,
): Promise<AllKeysPage> {
  const { limit } = query;
  const rows = await read((db) => pageOf(db, { ...query, size }, dialect).execute());
  const keys = rows.flatMap((row): readonly ApiKey[] => (row.id === null ? [] : [readKey(row, dialect)]));
  const last = keys.at(-1);
  if (last !== undefined && keys.length === limit) return { keys, next: keyOrder(query).positionOf(last) };
  const [{ end_at, end_id } = { end_at: null, end_id: null }] = rows;
  return { keys, next: end_id === null ? null : { at: dialect.readInstant(end_at), id: end_id } };
}

/**
 * Takes a step through an index, returns the records in it that meet the conditions, and with each of them, or alone if
 * there are none, where the step ended. It is one statement, so that both are of one instant: a record that is added or
 * removed in between would otherwise move the end past records that were not examined.
 *
 * The limit of the step also keeps the conditions out of the search, where they would make a database choose an index
 * that does not have this order, and sort everything that is in it.
 */
function pageOf(db: Kysely<Tables>, query: AllKeysQuery & { readonly size: number }, dialect: Dialect) {
  const { limit, size } = query;
  const { column, direction } = orderOf(query);
  const eb = expressionBuilder<Tables, 'key'>();
  const search = eb
    .selectFrom('key')
    .where(eb.and(searched(eb, query, dialect)))
    .orderBy(column, direction)
    .orderBy('id', direction);
  const end = search
    .select([`${column} as end_at`, 'id as end_id'])
    .limit(1)
    .offset(size - 1);
  const listed = eb
    .selectFrom(search.select(recordColumns).limit(size).as('examined'))
    .select(recordColumns)
    .where(eb.and(conditionsOf(eb, query, dialect)))
    .orderBy(column, direction)
    .orderBy('id', direction)
    .limit(limit);
  return db
    .selectFrom(sql`(select 1)`.as('one'))
    .leftJoin(end.as('step'), (join) => join.onTrue())
    .leftJoin(listed.as('listed'), (join) => join.onTrue())
    .select([...recordColumns, 'end_at', 'end_id'])
    .orderBy(column, direction)
    .orderBy('id', direction);
}

function orderOf({ expiresBefore }: Pick<AllKeysQuery, 'expiresBefore'>) {
  return expiresBefore === undefined
    ? ({ column: 'created_at', direction: 'desc' } as const)
    : ({ column: 'expires_at', direction: 'asc' } as const);
}

/**
 * The range of an index to search: it has the order of the list, and every row in it counts as examined. It has one
 * beginning and one end, since of two, SQLite would skip every row before the second one by one, at each call.
 */
function searched(
  eb: ExpressionBuilder<Tables, 'key'>,
  query: AllKeysQuery,
  dialect: Dialect,
): readonly Expression<SqlBool>[] {
  return query.expiresBefore === undefined
    ? createdIn(eb, query, dialect)
    : expiringIn(eb, { ...query, expiresBefore: query.expiresBefore }, dialect);
}

function createdIn(
  eb: ExpressionBuilder<Tables, 'key'>,
  { createdBy, unusedSince, state, after }: AllKeysQuery,
  { writeInstant }: Dialect,
): readonly Expression<SqlBool>[] {
  const range: Expression<SqlBool>[] = [];
  if (createdBy !== undefined) range.push(isCreatedBy(eb, createdBy));
  // Revoked records are kept, and may be many.
  else if (state !== 'all' && state !== 'revoked') range.push(eb('revoked_at', 'is', null));
  if (unusedSince !== undefined && (after === null || after.at >= unusedSince))
    range.push(eb('created_at', '<', writeInstant(unusedSince)));
  else if (after !== null)
    range.push(sql<SqlBool>`(created_at, id) < (${writeInstant(after.at)}, ${after.id})`);
  return range;
}

function expiringIn(
  eb: ExpressionBuilder<Tables, 'key'>,
  { expiresBefore, state, now, after }: AllKeysQuery & { readonly expiresBefore: Date },
  { writeInstant }: Dialect,
): readonly Expression<SqlBool>[] {
  const range: Expression<SqlBool>[] = [];
  const isUnexpired = state === 'live' || state === 'rotated' || state === 'accepted';
  if (isUnexpired && (after === null || after.at <= now))
    range.push(eb('expires_at', '>', writeInstant(now)));
  else if (after !== null)
    range.push(sql<SqlBool>`(expires_at, id) > (${writeInstant(after.at)}, ${after.id})`);
  range.push(
    state === 'expired' && now < expiresBefore
      ? eb('expires_at', '<=', writeInstant(now))
      : eb('expires_at', '<', writeInstant(expiresBefore)),
  );
  return range;
}

/** `passesFilter` of `@postern/core/ports`, as conditions on a row. The contract checks that they agree. */
function conditionsOf(
  eb: ExpressionBuilder<Tables, 'key'>,
  { kinds, createdBy, state, neverExpires, unusedSince, livesBeyondMs, now }: AllKeysQuery,
  dialect: Dialect,
): readonly Expression<SqlBool>[] {
  const all: Expression<SqlBool>[] = [];
  if (state !== 'all') all.push(inState[state](eb, dialect.writeInstant(now)));
  if (kinds !== undefined) all.push(eb.or(kinds.map((kind) => eb('owner_kind', '=', kind))));
  if (createdBy !== undefined) all.push(isCreatedBy(eb, createdBy));
  if (neverExpires === true) all.push(eb('expires_at', 'is', null));
  if (unusedSince !== undefined) {
    const since = dialect.writeInstant(unusedSince);
    const isUnused = eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<', since)]);
    all.push(eb('created_at', '<', since), isUnused);
  }
  if (livesBeyondMs !== undefined) {
    const ofEachKind = Object.entries(livesBeyondMs).map(([kind, ms]) =>
      eb.and([eb('owner_kind', '=', kind), livesBeyond(eb, ms, dialect)]),
    );
    all.push(eb.or(ofEachKind));
  }
  return all;
}

function isCreatedBy(
  eb: ExpressionBuilder<Tables, 'key'>,
  { kind, id }: NonNullable<AllKeysQuery['createdBy']>,
): Expression<SqlBool> {
  return eb.and([eb('created_by_kind', '=', kind), eb('created_by_id', '=', id)]);
}
