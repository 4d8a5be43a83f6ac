import { type FoundKey, type KeyId, parseKeyId } from '@postern/core';
import { sql } from 'kysely';
import { readFoundKey, verifiedColumns } from '../key-row.js';
import type { KeyTable, UnreadRow } from '../tables.js';
import { postgresDialect } from './postgres-dialect.js';
import { kyselyOver, type Place, type Session, type StatementResult } from './session.js';
import { isStandbySql, refuseStandby, settingsSql } from './transaction.js';

/** Finds records. */
export type KeyFinder = (session: Session, ids: readonly KeyId[]) => Promise<ReadonlyMap<KeyId, FoundKey>>;

/**
 * Makes the finder. Settings and search are one message, and so one transaction that nobody has to begin or to end: this
 * is on the way of every request. Such a message takes no parameters, so the key IDs stand in its text; they are letters
 * and digits.
 */
export function keyFinder(place: Place): KeyFinder {
  const search = searchFor(place);
  return async (session, ids) => {
    const list = ids.filter((id) => parseKeyId(id) !== undefined).join(',');
    const text = `${settingsSql(session)}; select ${isStandbySql}; ${search(list)}`;
    const [server, records] = (await session.run({ text })).slice(-2);
    refuseStandby(server);
    return readAll(records);
  };
}

/** Kysely builds the query once. */
function searchFor(place: Place): (list: string) => string {
  const db = kyselyOver({ run: () => Promise.resolve([]) }, place);
  const anywhere = sql.lit('{}');
  const { sql: text } = db
    .selectFrom('key')
    .select(['id', ...verifiedColumns])
    .where('id', '=', sql<string>`any (${anywhere})`)
    .compile();
  return (list) => text.replace(`'{}'`, `'{${list}}'`);
}

function readAll(records: StatementResult | undefined): ReadonlyMap<KeyId, FoundKey> {
  const found = new Map<KeyId, FoundKey>();
  for (const row of (records?.rows ?? []) as readonly UnreadRow<KeyTable>[]) {
    // It is the one that was asked for, as it equals one of them.
    const id = row.id as KeyId;
    found.set(id, readFoundKey(id, row, postgresDialect));
  }
  return found;
}
