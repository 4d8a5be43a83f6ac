import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { storageWithKey } from '../../test-support/postgres-storage-with-key.js';
import { foreignClient, untilWaiting } from '../../test-support/temporary-database.js';
import { verifiable } from '../../test-support/verifiable.js';

/** Makes the server refuse the first updates of a key, immediately or at the commit. A sequence is not rolled back. */
function refuseUpdates({
  state,
  times,
  when,
}: {
  state: string;
  times: number;
  when: 'immediately' | 'at commit';
}): string {
  const constraint = when === 'at commit' ? 'constraint' : '';
  const deferred = when === 'at commit' ? 'initially deferred' : '';
  return `create sequence attempts;
    create function refuse() returns trigger language plpgsql as $$ begin
      if nextval('public.attempts') <= ${times} then raise exception 'refused' using errcode = '${state}'; end if;
      return new; end $$;
    create ${constraint} trigger refuse after update on postern_key ${deferred} for each row execute function refuse()`;
}

async function attempts(host: pg.Client): Promise<number> {
  const { rows } = await host.query('select last_value::int as count from attempts');
  return rows[0].count;
}

describe('a change that the server rolled back in favour of others', () => {
  it.each(['40001', '40P01', '55P03'])('with %s is attempted again', async (state) => {
    for (const when of ['immediately', 'at commit'] as const) {
      const { url, revoke, found } = await storageWithKey();
      const host = await foreignClient(url);
      await host.query(refuseUpdates({ state, times: 3, when }));
      expect(await revoke()).toBe(true);
      expect(await attempts(host)).toBe(4);
      expect(await found()).toMatchObject({ key: { revokedAt: new Date(0) } });
      const { rows } = await host.query(
        "select count(*)::int as count from postern_audit where action = 'revoked'",
      );
      expect(rows).toEqual([{ count: 1 }]);
    }
  });

  it('is attempted until the deadline, and not after it', async () => {
    const { url, revoke, found, stored } = await storageWithKey({ statementDeadlineMs: 500 });
    const host = await foreignClient(url);
    await host.query(refuseUpdates({ state: '40001', times: 1_000, when: 'immediately' }));
    await expect(revoke()).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
      cause: { message: 'error 40001' },
    });
    const attempted = await attempts(host);
    expect(attempted).toBeGreaterThan(1);
    expect(await found()).toEqual(verifiable(stored));
    expect(await attempts(host)).toBe(attempted);
  });

  it.each(['23514', '40002', 'P0001'])(
    'with %s is not attempted again, because it would fail again',
    async (state) => {
      const { url, revoke } = await storageWithKey();
      const host = await foreignClient(url);
      await host.query(refuseUpdates({ state, times: 1, when: 'immediately' }));
      await expect(revoke()).rejects.toMatchObject({ cause: { message: `error ${state}` } });
      expect(await attempts(host)).toBe(1);
      expect(await revoke()).toBe(true);
    },
  );
});

it('of two transactions that wait for each other, ours is the one that is retried', async () => {
  const { url, stored, storage } = await storageWithKey({ statementDeadlineMs: 10_000 });
  const [host, gate, watcher] = [
    await foreignClient(url),
    await foreignClient(url),
    await foreignClient(url),
  ];
  // Our session checks for a deadlock soon, the other one never.
  await host.query(`do $$ begin
    execute format('alter database %I set deadlock_timeout = ''20ms''', current_database()); end $$`);
  await host.query(`set deadlock_timeout = '1h';
    create function pass() returns trigger language plpgsql as $$ begin
      perform pg_advisory_xact_lock_shared(1); return new; end $$;
    create trigger pass after update on postern_key for each row when (new.revoked_at is not null) execute function pass()`);
  const entry = { id: 'e'.repeat(16), keyId: stored.key.id, at: new Date(0), reason: null };
  await gate.query('select pg_advisory_lock(1)');
  // The host has locked the ID of the audit entry that we will add, and waits for the key that we have locked.
  await host.query(`begin; insert into postern_audit values ('${entry.id}', '', '', '', '', '', '', now())`);
  const revoked = storage.repository.revoke(entry, {
    ...entry,
    action: 'revoked',
    owner: stored.key.owner,
    actor: { kind: 'system', id: 'job' },
    expiresAt: null,
  });
  await untilWaiting(watcher, 1);
  const renamed = host.query("update postern_key set name = 'renamed'");
  await untilWaiting(watcher, 2);
  await gate.query('select pg_advisory_unlock(1)');

  // It has locked the key now, so we have released it.
  await renamed;
  await host.query('rollback');
  expect(await revoked).toBe(true);
});
