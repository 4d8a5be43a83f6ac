import type { KeyRepository } from '@postern/core/ports';
import { buildAuditEntry, buildKey, buildOffer, buildStoredKey } from '@postern/core/testing';
import { type PostgresStatement, postgresStorage } from '@postern/kysely/postgres';
import { createDatabase } from '@postern/postgres-server';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';

/** Makes each call of a repository on PostgreSQL, and returns the statements that were sent to the server for it. */
export async function statementsOfEachCall(): Promise<ReadonlyMap<string, readonly string[]>> {
  const { pool, sent } = await recordingPool();
  const storage = postgresStorage({ pool });
  await storage.migrate();
  const statements = new Map<string, readonly string[]>();
  for (const [name, call] of calls(storage.repository)) {
    sent.length = 0;
    await call();
    statements.set(name, sent.map(readable));
  }
  return statements;
}

/** Calls each method in a situation in which it does its work. */
function calls(repository: KeyRepository): readonly (readonly [string, () => unknown])[] {
  const at = new Date('2026-01-02T00:00:00Z');
  const live = buildStoredKey();
  const { key } = live;
  const entry = buildAuditEntry(key);
  const newEntry = () => buildAuditEntry(key);
  const successor = buildStoredKey({ key: buildKey({ name: 'other' }) });
  const rotation = { keyId: key.id, at, graceEndsAt: at, successor, predecessorReason: 'a' };
  const actor = { kind: 'user', id: 'ada' } as const;
  const disabling = { keyId: key.id, at, by: actor, reason: 'a' };
  const [first, second] = [buildStoredKey(), buildStoredKey()];
  const request = { requestId: 'r', reason: 'a' };
  const ofOther = buildStoredKey({ key: buildKey({ owner: { kind: 'team', id: 'platform' } }) });
  const cap = { owner: ofOther.key.owner, max: 25, now: at };
  const after = { at, id: key.id };
  const all = { owner: key.owner, at, reason: 'a', createdBefore: null, limit: 500 };
  const offer = buildOffer({ expiresAt: new Date('2027-01-01') });
  const change = { insert: buildStoredKey({ key: buildKey({ id: offer.id }) }) };
  const claim = { offerId: offer.id, at, change };
  return [
    ['insert', () => repository.insert(live, entry)],
    ['insert, with a cap', () => repository.insert(ofOther, newEntry(), cap)],
    [
      'insertIdempotent',
      () => repository.insertIdempotent({ ...request, stored: first }, newEntry(), newEntry),
    ],
    [
      'insertIdempotent, on a retry',
      () => repository.insertIdempotent({ ...request, stored: second }, newEntry(), newEntry),
    ],
    ['find, at first', () => repository.find([key.id])],
    ['find', () => repository.find([key.id])],
    ['find, of several keys', () => repository.find([key.id, first.key.id])],
    ['get', () => repository.get(key.id)],
    ['list', () => repository.list({ owner: key.owner, state: 'live', now: at, after, limit: 50 })],
    [
      'list, of keys that live beyond a length of time',
      () => repository.list({ owner: key.owner, state: 'live', now: at, livesBeyondMs: 1, after, limit: 50 }),
    ],
    ['history', () => repository.history({ of: { keyId: key.id }, after: null, limit: 50 })],
    ['recordUses', () => repository.recordUses([{ keyId: key.id, at }])],
    ['rename', () => repository.rename({ keyId: key.id, name: 'other' }, newEntry())],
    ['disable', () => repository.disable({ ...disabling, over: null }, newEntry())],
    [
      'disable, if another actor disabled the key',
      () => repository.disable({ ...disabling, over: actor }, newEntry()),
    ],
    [
      'reportLeak',
      () =>
        repository.reportLeak(
          { keyId: ofOther.key.id, at, response: 'revoke', by: actor, reason: 'a', knownSince: at },
          { reported: newEntry(), changed: newEntry() },
        ),
    ],
    ['enable', () => repository.enable({ keyId: key.id, disabledAt: at, disabledBy: actor }, newEntry())],
    ['rehash', () => repository.rehash({ keyId: key.id, from: live.hash, to: live.hash }, newEntry())],
    ['rotate', () => repository.rotate(rotation, [newEntry(), newEntry()], newEntry)],
    ['revoke', () => repository.revoke({ keyId: key.id, at, reason: null }, newEntry())],
    ['revokeAll', () => repository.revokeAll({ ...all, createdBefore: at }, newEntry)],
    ['revokeAll, when no keys are left', () => repository.revokeAll(all, newEntry)],
    ['insertOffer', () => repository.insertOffer({ offer, forgetBefore: at }, newEntry())],
    ['getOffer', () => repository.getOffer(offer.id)],
    ['claimOffer', () => repository.claimOffer(claim, [newEntry()], newEntry)],
    ['withdrawOffer', () => repository.withdrawOffer({ offerId: offer.id, at }, newEntry())],
    ['purge', () => repository.purge({ revokedBefore: new Date('2027-01-01'), limit: 500 }, newEntry)],
  ];
}

/** Creates a pool that records the statements of its clients. */
async function recordingPool() {
  const { url, drop } = await createDatabase(inject('postgresUrl'));
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  pool.on('error', () => undefined);
  onTestFinished(async () => {
    await pool.end();
    await drop();
  });
  const sent: string[] = [];
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (statement: PostgresStatement) => unknown;
    Object.assign(client, {
      query(statement: PostgresStatement) {
        sent.push(statement.text);
        return query(statement);
      },
    });
  });
  return { pool, sent };
}

/**
 * Formats a statement for readers: without quotes and schema, without what differs from call to call, and with `*` for
 * all columns of a record.
 */
function readable(text: string): string {
  return text
    .replaceAll('"public"."postern_', '"postern_')
    .replace(/'\{[0-9A-Za-z,]*\}'/, "'{…}'")
    .replace(/(operator\(pg_catalog\.=\) ')[0-9A-Za-z]*'/, "$1…'")
    .replace(/(set local statement_timeout = )\d+/, '$1…')
    .replace(/"id", "owner_kind", [^()]+?(?= from|\))/, '*')
    .replace(/"id", "key_id", [^()]+?(?= from|\))/, '*')
    .replaceAll(/values \(\$.*?\)(?=$| on conflict|\) as)/g, 'values (…)')
    .replaceAll('"', '')
    .replaceAll(/\$\d+/g, '?');
}
