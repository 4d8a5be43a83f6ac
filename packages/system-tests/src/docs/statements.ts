import type { KeyRepository } from '@postern/core/ports';
import { buildAuditEntry, buildKey, buildOffer, buildStoredKey } from '@postern/core/testing';
import { type PostgresStatement, postgresStorage } from '@postern/kysely/postgres';
import { createDatabase } from '@postern/postgres-server';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';

/** Makes each call of a repository on PostgreSQL, and gives the statements that the server was sent for it. */
export async function statementsOfEachCall(): Promise<ReadonlyMap<string, readonly string[]>> {
  const { pool, sent } = await recordingPool();
  const storage = postgresStorage({ pool });
  await storage.migrate();
  const told = new Map<string, readonly string[]>();
  for (const [name, call] of calls(storage.repository)) {
    sent.length = 0;
    await call();
    told.set(name, sent.map(readable));
  }
  return told;
}

/** Each method once, with what makes it do its work. */
function calls(repository: KeyRepository): readonly (readonly [string, () => unknown])[] {
  const at = new Date('2026-01-02T00:00:00Z');
  const live = buildStoredKey();
  const { key } = live;
  const entry = buildAuditEntry(key);
  const told = () => buildAuditEntry(key);
  const successor = buildStoredKey({ key: buildKey({ name: 'other' }) });
  const actor = { kind: 'user', id: 'ada' } as const;
  const disabling = { keyId: key.id, at, by: actor, reason: 'a' };
  const [first, second] = [buildStoredKey(), buildStoredKey()];
  const request = { requestId: 'r', reason: 'a' };
  const after = { at, id: key.id };
  const all = { owner: key.owner, at, reason: 'a', createdBefore: null, limit: 500 };
  const offer = buildOffer({ expiresAt: new Date('2027-01-01') });
  const change = { insert: buildStoredKey({ key: buildKey({ id: offer.id }) }) };
  const claim = { offerId: offer.id, at, change };
  return [
    ['insert', () => repository.insert(live, entry)],
    ['insertIdempotent', () => repository.insertIdempotent({ ...request, stored: first }, told(), told)],
    [
      'insertIdempotent, where it was retried',
      () => repository.insertIdempotent({ ...request, stored: second }, told(), told),
    ],
    ['find', () => repository.find([key.id])],
    ['get', () => repository.get(key.id)],
    ['list', () => repository.list({ owner: key.owner, state: 'live', now: at, after, limit: 50 })],
    ['history', () => repository.history({ of: { keyId: key.id }, after: null, limit: 50 })],
    ['recordUses', () => repository.recordUses([{ keyId: key.id, at }])],
    ['rename', () => repository.rename({ keyId: key.id, name: 'other' }, told())],
    ['disable', () => repository.disable({ ...disabling, over: null }, told())],
    ['disable what another actor disabled', () => repository.disable({ ...disabling, over: actor }, told())],
    ['enable', () => repository.enable({ keyId: key.id, disabledAt: at, disabledBy: actor }, told())],
    ['rehash', () => repository.rehash({ keyId: key.id, from: live.hash, to: live.hash }, told())],
    ['rotate', () => repository.rotate({ keyId: key.id, at, graceEndsAt: at, successor }, [told(), told()])],
    ['revoke', () => repository.revoke({ keyId: key.id, at, reason: null }, told())],
    ['revokeAll', () => repository.revokeAll({ ...all, createdBefore: at }, told)],
    ['revokeAll, where there is none left', () => repository.revokeAll(all, told)],
    ['insertOffer', () => repository.insertOffer({ offer, forgetBefore: at }, told())],
    ['getOffer', () => repository.getOffer(offer.id)],
    ['claimOffer', () => repository.claimOffer(claim, [told()])],
    ['withdrawOffer', () => repository.withdrawOffer({ offerId: offer.id, at }, told())],
    ['purge', () => repository.purge({ revokedBefore: new Date('2027-01-01'), limit: 500 }, told)],
  ];
}

/** A pool that writes down what its clients are asked to run. */
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
 * A statement as it is read best: without quotes and schema, without what differs from call to call, and with all columns of a
 * record as `*`.
 */
function readable(text: string): string {
  return text
    .replaceAll('"public"."postern_', '"postern_')
    .replace(/'\{[0-9A-Za-z,]*\}'/, "'{…}'")
    .replace(/(set local statement_timeout = )\d+/, '$1…')
    .replace(/"id", "owner_kind", [^()]+?(?= from|\))/, '*')
    .replace(/"id", "key_id", [^()]+(?=\))/, '*')
    .replaceAll(/values \(\$.*?\)(?=$| on conflict|\) as)/g, 'values (…)')
    .replaceAll('"', '')
    .replaceAll(/\$\d+/g, '?');
}
