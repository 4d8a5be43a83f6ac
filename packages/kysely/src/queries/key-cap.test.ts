import type { KeyCap, KeyRepository } from '@postern/core/ports';
import { buildAuditEntry, buildKey, buildOffer, buildStoredKey } from '@postern/core/testing';
import { describe, expect, it } from 'vitest';
import { storageWithKey } from '../../test-support/postgres-storage-with-key.js';
import { recordedDatabase } from '../../test-support/recorded-database.js';
import { recordedPool } from '../../test-support/recorded-pool.js';
import { foreignClient, storageIn, untilWaiting } from '../../test-support/temporary-database.js';
import { foreignConnection, migratedFile } from '../../test-support/temporary-storage.js';
import { verifiable } from '../../test-support/verifiable.js';
import { kyselyKeyRepository } from '../key-repository.js';

const { key } = buildStoredKey();
const owner = key.owner;
const at = key.createdAt;
const cap: KeyCap = { owner, max: 25, now: at };

/** Each change that may have a cap. */
const changes: Readonly<
  Record<string, (repository: KeyRepository, cap: KeyCap | undefined) => Promise<unknown>>
> = {
  insert: ({ insert }, given) => insert(buildStoredKey(), buildAuditEntry(key), given),
  insertIdempotent: ({ insertIdempotent }, given) =>
    insertIdempotent(
      { stored: buildStoredKey(), requestId: 'r', reason: 'a', cap: given },
      buildAuditEntry(key),
      () => buildAuditEntry(key),
    ),
  async enable({ insert, enable }, given) {
    const disabled = buildKey({ disabledAt: at, disabledBy: owner as never });
    await insert(buildStoredKey({ key: disabled }), buildAuditEntry(disabled));
    const enabling = { keyId: disabled.id, disabledAt: at, disabledBy: owner as never };
    return enable({ ...enabling, cap: given }, buildAuditEntry(disabled, { action: 'enabled' }));
  },
  async claimOffer({ insertOffer, claimOffer }, given) {
    const offer = buildOffer({ offeredAt: new Date(), expiresAt: new Date(Date.now() + 60_000) });
    await insertOffer({ offer, forgetBefore: new Date(0) }, buildAuditEntry(offer));
    const claimed = buildKey({ id: offer.id });
    const change = { insert: buildStoredKey({ key: claimed }) };
    return claimOffer(
      { offerId: offer.id, at, change, cap: given },
      [buildAuditEntry(claimed)],
      buildAuditEntry,
    );
  },
};

describe.each(Object.entries(changes))('%s', (_verb, change) => {
  async function statementsWith(given: KeyCap | undefined): Promise<readonly string[]> {
    const { database, sent } = recordedDatabase(await migratedFile());
    const locks: string[] = [];
    const lockOwner: typeof database.dialect.lockOwner = async (_db, { kind, id }) =>
      void locks.push(`lock ${kind} ${id} before ${sent.length}`);
    const dialect = { ...database.dialect, lockOwner };
    await change(kyselyKeyRepository({ ...database, dialect }), given);
    return [...locks.map((lock) => lock.replace(/\d+$/, 'the change')), ...sent.map(({ sql }) => sql)];
  }

  it('without a cap locks no owner and counts nothing', async () => {
    const without = await statementsWith(undefined);
    expect(without.filter((sql) => /^lock|offset|union/.test(sql))).toEqual([]);
  });

  it('with a cap locks the owner and sends one statement more', async () => {
    const [lock, ...statements] = await statementsWith(cap);
    expect(lock).toBe('lock user ada before the change');
    const search = statements.filter((sql) => sql.includes('offset'));
    expect(search).toHaveLength(1);
    expect(statements.filter((sql) => !search.includes(sql))).toEqual(await statementsWith(undefined));
  });
});

/** Twenty owners with a thousand keys each: a third of them has expired, a third was revoked, and the others work. */
const manyKeys = (instant: (at: string) => string, numbers: (count: number) => string) => `
  insert into postern_key (id, owner_kind, owner_id, name, hash, created_at, created_by_kind, created_by_id, expires_at, revoked_at)
    select 'k' || n, 'user', case when n % 20 = 0 then 'ada' else 'o' || n % 20 end, 'CI', 'h', ${instant('2020-01-01')}, 'user', 'ada',
      case when n % 3 = 0 then ${instant('2020-02-01')} when n % 100 = 0 then ${instant('2030-01-01')} end,
      case when n % 3 = 1 and n % 100 <> 0 then ${instant('2020-02-01')} end
    from ${numbers(20_000)};`;

describe('the search for records beyond a cap, among thousands of expired and revoked ones,', () => {
  it('is two ranges of an index on SQLite', async () => {
    const file = await migratedFile();
    const host = foreignConnection(file);
    const numbers = (count: number) =>
      `(with recursive list (n) as (select 1 union all select n + 1 from list where n < ${count}) select n from list)`;
    host.exec(manyKeys((text) => String(Date.parse(text)), numbers));
    const { database, sent } = recordedDatabase(file);
    await changes.insert?.(kyselyKeyRepository(database), { ...cap, max: 10_000, now: new Date() });
    const { sql = '', parameters = [] } = sent.find((query) => query.sql.includes('offset')) ?? {};
    const plan = host.prepare(`explain query plan ${sql}`).all(...(parameters as never[]));
    const steps = plan.map((step) => (step as { readonly detail: string }).detail);
    const range = 'SEARCH postern_key USING INDEX postern_key_counted_by_owner';
    const successor = 'SEARCH successor USING PRIMARY KEY (id=?)';
    expect(steps.filter((step) => /SEARCH|SCAN postern/.test(step))).toEqual([
      `${range} (owner_kind=? AND owner_id=? AND expires_at=?)`,
      successor,
      `${range} (owner_kind=? AND owner_id=? AND expires_at>?)`,
      successor,
    ]);
  });

  it('is two ranges of an index on PostgreSQL, and stops one entry beyond the cap', async () => {
    const { url } = await storageWithKey();
    const host = await foreignClient(url);
    await host.query(
      manyKeys(
        (text) => `'${text}'::timestamptz`,
        (count) => `generate_series(1, ${count}) as n`,
      ),
    );
    const { pool, sent } = recordedPool(url);
    const { repository } = storageIn(url, { pool });
    const refused = changes.insert?.(repository, { ...cap, now: new Date() });
    await expect(refused).rejects.toMatchObject({ code: 'ERR_TOO_MANY_KEYS', limit: 25 });
    const { text, values } = sent.find((statement) => statement.text.includes('offset')) ?? {};
    await host.query('vacuum analyze postern_key');
    const explained = `explain (analyze, costs off, timing off, summary off) ${text}`;
    const { rows } = await host.query(explained, [...(values ?? [])]);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).not.toMatch(/Seq Scan|Sort/);
    // It finds a successor by its ID, and passes over no entry but those of keys whose successor counts.
    expect(plan).not.toMatch(/hashed SubPlan|Rows Removed by Filter/);
    expect(plan).toContain('postern_key_counted_by_owner');
    expect(plan).toContain('rows=26');
  });
});

describe('the lock on an owner on PostgreSQL', () => {
  const holdLock = `begin; select pg_advisory_xact_lock(hashtextextended('postern.owner public.postern_ user ada', 0))`;

  it('F13 makes changes with a cap wait until the deadline at most, and no other call', async () => {
    const { url, storage, stored, found, revoke } = await storageWithKey({ statementDeadlineMs: 1_000 });
    const host = await foreignClient(url);
    await host.query(holdLock);
    const waiting = changes.insert?.(storage.repository, cap);
    await untilWaiting(await foreignClient(url), 1);
    expect(await found()).toEqual(verifiable(stored));
    const others = { kind: 'user', id: 'grace' };
    expect(await changes.insert?.(storage.repository, undefined)).toBe(true);
    expect(await changes.insert?.(storage.repository, { ...cap, owner: others })).toBe(true);
    expect(await revoke()).toBe(true);
    await expect(waiting).rejects.toMatchObject({ code: 'ERR_REPOSITORY_UNAVAILABLE' });
    await host.query('rollback');
    expect(await changes.insert?.(storage.repository, cap)).toBe(true);
  });

  it('ends with the transaction, also if that refuses the change', async () => {
    const { url, storage } = await storageWithKey();
    await expect(changes.insert?.(storage.repository, { ...cap, max: 1 })).rejects.toMatchObject({
      limit: 1,
    });
    const host = await foreignClient(url);
    const { rows } = await host.query(
      "select count(*)::int as count from pg_locks where locktype = 'advisory'",
    );
    expect(rows).toEqual([{ count: 0 }]);
  });

  it('is another one for each schema and each prefix of tables', async () => {
    const { url, storage } = await storageWithKey();
    const host = await foreignClient(url);
    await host.query(holdLock.replace('public', 'auth'));
    await host.query(
      "select pg_advisory_xact_lock(hashtextextended('postern.owner public.other_ user ada', 0))",
    );
    expect(await changes.insert?.(storage.repository, cap)).toBe(true);
  });
});
