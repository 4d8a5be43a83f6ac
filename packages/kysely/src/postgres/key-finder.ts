import type { KeyId } from '@postern/core';
import { type FoundKey, parseKeyId } from '@postern/core/ports';
import { sql } from 'kysely';
import { readFoundKey, verifiedColumns } from '../key-row.js';
import type { KeyTable, UnreadRow } from '../tables.js';
import { postgresDialect } from './postgres-dialect.js';
import { type Session, type StatementResult, sessionKysely, type TableLocation } from './session.js';
import { isStandbySql, refuseStandby, settingsSql } from './transaction.js';

/** Finds records. */
export type KeyFinder = (session: Session, ids: readonly KeyId[]) => Promise<ReadonlyMap<KeyId, FoundKey>>;

/**
 * Creates the finder. Every request needs it, so settings and search are one message: that is one transaction, without
 * a `begin` and a `commit`. Such a message takes no parameters, so the key IDs are part of its text; they are letters
 * and digits.
 */
export function keyFinder(location: TableLocation): KeyFinder {
  const search = searchFor(location);
  return async (session, ids) => {
    const list = ids.filter((id) => parseKeyId(id) !== undefined).join(',');
    const text = `${settingsSql(session)}; select ${isStandbySql}; ${search(list)}`;
    const [server, records] = (await session.run({ text })).slice(-2);
    refuseStandby(server);
    return readAll(records);
  };
}

/** Kysely builds the query once. */
function searchFor(location: TableLocation): (list: string) => string {
  const db = sessionKysely({ run: () => Promise.resolve([]) }, location);
  const placeholder = sql.lit('{}');
  const { sql: text } = db
    .selectFrom('key')
    .select(['id', ...verifiedColumns])
    .where('id', '=', sql<string>`any (${placeholder})`)
    .compile();
  return (list) => text.replace(`'{}'`, `'{${list}}'`);
}

function readAll(records: StatementResult | undefined): ReadonlyMap<KeyId, FoundKey> {
  const found = new Map<KeyId, FoundKey>();
  for (const row of (records?.rows ?? []) as readonly UnreadRow<KeyTable>[]) {
    // It equals one of the IDs that were asked for.
    const id = row.id as KeyId;
    found.set(id, readFoundKey(id, row, postgresDialect));
  }
  return found;
}
