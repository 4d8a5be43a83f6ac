import type { ApiKey, KeyQuery, KeyState } from '@postern/core';
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { KeyDatabase } from '../key-database.js';
import { readKey, recordColumns } from '../key-row.js';
import type { Instant, Tables } from '../tables.js';
import { comesAfter } from './comes-after.js';

/** Gives an owner's records, newest first. */
export async function listKeys({ dialect, read }: KeyDatabase, query: KeyQuery): Promise<readonly ApiKey[]> {
  const { owner, state, after, limit } = query;
  const now = dialect.writeInstant(query.now);
  const rows = await read((db) => {
    let keys = db
      .selectFrom('key')
      .select(recordColumns)
      .where('owner_kind', '=', owner.kind)
      .where('owner_id', '=', owner.id);
    if (state !== 'all') keys = keys.where((eb) => inState[state](eb, now));
    if (after !== null) keys = keys.where(comesAfter('created_at', after, dialect));
    return keys.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
  });
  return rows.map((row) => readKey(row, dialect));
}

type Condition = (eb: ExpressionBuilder<Tables, 'key'>, now: Instant) => Expression<SqlBool>;

/** `keyState` of `@postern/core`, as conditions on a row. The contract holds the two together. */
const inState: { readonly [State in KeyState]: Condition } = {
  revoked: (eb) => eb('revoked_at', 'is not', null),
  disabled: (eb) => eb.and([eb('revoked_at', 'is', null), eb('disabled_at', 'is not', null)]),
  expired: (eb, now) => eb.and([untouched(eb), eb('expires_at', '<=', now)]),
  live: (eb, now) =>
    eb.and([untouched(eb), eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)])]),
};

function untouched(eb: ExpressionBuilder<Tables, 'key'>): Expression<SqlBool> {
  return eb.and([eb('revoked_at', 'is', null), eb('disabled_at', 'is', null)]);
}
