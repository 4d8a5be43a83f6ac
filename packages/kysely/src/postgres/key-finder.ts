import { isPosternError, type KeyId } from '@postern/core';
import { type FoundKey, parseKeyId } from '@postern/core/ports';
import { type SqlBool, sql } from 'kysely';
import { readFoundKey, verifiedColumns } from '../key-row.js';
import { sqlState } from './driver-error.js';
import { readInstant } from './postgres-dialect.js';
import { type Session, type StatementResult, sessionKysely, type TableLocation } from './session.js';
import { askStandby, encodingSql, refuseStandby, settingsSql } from './transaction.js';

/** Finds records. */
export type KeyFinder = (session: Session, ids: readonly KeyId[]) => Promise<Found>;

type Found = ReadonlyMap<KeyId, FoundKey>;

/**
 * Creates the finder. Every request needs it, so everything is one message: that is one transaction, without a `begin`
 * and a `commit`. The lean message has one setting; the full one also has those that matter if a table is locked, or if
 * a host has settings of its own. See docs/adr/0023-a-find-is-one-lean-message.md.
 */
export function keyFinder(location: TableLocation): KeyFinder {
  const searchFor = searchIn(location);
  /** Whether a full message was answered in time, and everything since then. If not, a search may wait for a lock. */
  let isTimely = false;
  /** Whether a lean message has failed, or its answer may be wrong, because of what the host has set. */
  let needsSettings = false;

  return async (session, ids) => {
    const search = searchFor(ids);
    if (isTimely && !needsSettings) {
      const found = await findLean(session, search);
      if (found !== undefined) return found;
    }
    const found = await ask(session, `${settingsSql(session)}; ${askStandby.text}; ${search}`);
    isTimely = true;
    return found;
  };

  async function findLean(session: Session, search: string): Promise<Found | undefined> {
    try {
      const found = await ask(session, `${encodingSql}; ${askStandby.text}; ${search}`);
      // An instant can't be read in any style but ISO.
      if (!hasUnreadable(found)) return found;
    } catch (error) {
      if (!isCancelled(error)) throw error;
    }
    needsSettings = true;
    return undefined;
  }

  async function ask(session: Session, text: string): Promise<Found> {
    try {
      const results = await session.run({ text, rowMode: 'array' });
      refuseStandby(results.at(-2));
      return readAll(results.at(-1));
    } catch (error) {
      // Postern gave up, so the server may still be waiting.
      if (isPosternError(error)) isTimely = false;
      throw error;
    }
  }
}

function hasUnreadable(found: Found): boolean {
  for (const key of found.values()) if ('unreadable' in key) return true;
  return false;
}

/** Whether the server cancelled a statement, for example because of a `statement_timeout` that the host has set. */
function isCancelled(error: unknown): boolean {
  return sqlState(error) === '57014';
}

/**
 * Kysely builds the query once. A message of several statements takes no parameters, so the key IDs are part of its
 * text; they are letters and digits. No name in it depends on the search path, where someone may have created an
 * operator that finds every key (CVE-2018-1058).
 */
function searchIn(location: TableLocation): (ids: readonly KeyId[]) => string {
  const db = sessionKysely({ run: () => Promise.resolve([]) }, location);
  const { sql: text } = db
    .selectFrom('key')
    .select([...verifiedColumns, 'id'])
    .where(({ ref }) => sql<SqlBool>`${ref('id')} operator(pg_catalog.=) `)
    .compile();
  return (ids) => {
    const wellFormed = ids.filter((id) => parseKeyId(id) !== undefined);
    const [first = ''] = wellFormed;
    // The server plans a comparison with one text in less time than one with a list.
    return text + (wellFormed.length === 1 ? `'${first}'` : `any ('{${wellFormed.join(',')}}')`);
  };
}

function readAll(records: StatementResult | undefined): Found {
  const found = new Map<KeyId, FoundKey>();
  for (const values of (records?.rows ?? []) as readonly (readonly unknown[])[]) {
    // It equals one of the IDs that were asked for.
    const id = values[verifiedColumns.length] as KeyId;
    found.set(id, readFoundKey(id, values, { readInstant }));
  }
  return found;
}
