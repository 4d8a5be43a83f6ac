import type { ApiKey } from '@postern/core';
import type { StoredKey } from '@postern/core/ports';
import { buildStoredKey } from '@postern/core/testing';
import type { Clause } from '../clause.js';
import type { SqlConnection, SubjectHooks } from './hooks.js';
import { assertReads, orders, warmUp } from './reads.js';
import { linus, now } from './records.js';
import { add, clauseWith, type MakeKeyRepository } from './subject.js';

const disabled = { disabledAt: now, disabledBy: linus };

/** What `find` and `get` promise about statements that someone runs by hand. */
export const byHandClauses: readonly Clause<MakeKeyRepository>[] = [
  seenByHand('a revocation', {}, { revokedAt: now }),
  seenByHand('a disabling', {}, disabled),
  seenByHand('an enabling', disabled, { disabledAt: null, disabledBy: null }),
  seenByHand('another expiry', { expiresAt: new Date(8.64e15) }, { expiresAt: now }),
  seenByHand('other scopes', { scopes: ['agents:read', 'agents:write'] }, { scopes: ['agents:read'] }),
  seenByHand('another owner', {}, { owner: { kind: 'team', id: 'security' } }),
  seenByHand('another hash', {}, {}, '$insecure$1$by hand'),

  clauseWith('sql', 'S01 find and get see a deletion by hand immediately', (repository, subject) =>
    withSql(subject, async (sql) => {
      for (const order of orders) {
        const [deleted, other] = [await add(repository), await add(repository)];
        await warmUp(repository, deleted, other);
        await sql.delete(deleted.key.id);
        await assertReads(repository, order, deleted.key.id, other);
      }
    }),
  ),

  clauseWith('sql', 'S01 find and get see each change by hand, and each change back', (repository, subject) =>
    withSql(subject, async (sql) => {
      const stored = await add(repository);
      const { key } = stored;
      for (const order of [...orders, ...orders]) {
        for (const next of [{ ...stored, key: { ...key, ...disabled } }, stored]) {
          await warmUp(repository, stored);
          await sql.update(next);
          await assertReads(repository, order, next);
        }
      }
    }),
  ),

  clauseWith(
    'sql',
    'find and get return the other records unchanged after a change by hand',
    (repository, subject) =>
      withSql(subject, async (sql) => {
        for (const order of orders) {
          const [one, changed, other] = [await add(repository), await add(repository), await add(repository)];
          await warmUp(repository, one, changed, other);
          await sql.update(revokedByHand(changed));
          await assertReads(repository, order, one, other);
        }
      }),
  ),
];

function seenByHand(
  what: string,
  before: Partial<ApiKey>,
  changed: Partial<ApiKey>,
  hash?: string,
): Clause<MakeKeyRepository> {
  return clauseWith('sql', `S01 find and get see ${what} by hand immediately`, (repository, subject) =>
    withSql(subject, async (sql) => {
      for (const order of orders) {
        const [stored, other] = [await add(repository, before), await add(repository)];
        await warmUp(repository, stored, other);
        const after = buildStoredKey({ key: { ...stored.key, ...changed }, hash: hash ?? stored.hash });
        await sql.update(after);
        await assertReads(repository, order, after, other);
      }
    }),
  );
}

/** Connects for a check, and ends the connection whatever happens. */
export async function withSql(
  subject: Required<Pick<SubjectHooks, 'sql'>>,
  check: (sql: SqlConnection) => Promise<void>,
): Promise<void> {
  const sql = await subject.sql();
  try {
    await check(sql);
  } finally {
    await sql.dispose();
  }
}

/** A record, after someone revoked it by hand. */
export function revokedByHand({ key, hash }: StoredKey): StoredKey {
  return { key: { ...key, revokedAt: now }, hash };
}
