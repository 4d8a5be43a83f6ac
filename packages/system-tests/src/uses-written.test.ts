import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { settableClock } from '@postern/core/testing';
import { sqliteStorage } from '@postern/kysely/sqlite';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { keysThatAllowAll } from '../test-support/keys-that-allow-all.js';

const ada = { kind: 'user', id: 'ada' } as const;

/** Creates a service on a SQLite file that counts each use that is written to a row. */
async function countedService() {
  const directory = mkdtempSync(join(tmpdir(), 'postern-'));
  const file = join(directory, 'keys.sqlite');
  const storage = sqliteStorage({ file });
  await storage.migrate();
  const host = new Database(file);
  onTestFinished(async () => {
    host.close();
    await storage.close();
    rmSync(directory, { recursive: true });
  });
  host.exec(`
    create table written (key_id text, used_at integer);
    create trigger on_use after update of last_used_at on postern_key
      begin insert into written values (new.id, new.last_used_at); end;
  `);

  const clock = settableClock();
  const flushes: Promise<void>[] = [];
  const { repository } = storage;
  const keys = keysThatAllowAll({
    repository: {
      ...repository,
      async recordUses(uses) {
        flushes.push(repository.recordUses(uses));
        await flushes.at(-1);
      },
    },
    clock,
  });
  const startMs = clock.now().getTime();
  return {
    keys,
    issue: () => keys.issue({ owner: ada, actor: ada, name: 'counted' }),
    /** Lets time pass, and waits until everything that is due is written. */
    async pass(ms: number) {
      clock.advance(ms);
      await nextTurn();
      await Promise.all(flushes);
    },
    /** Returns the uses of a key that were written, in seconds since the start. */
    written: (keyId: string): readonly number[] =>
      host
        .prepare('select (used_at - ?) / 1000 from written where key_id = ? order by rowid')
        .pluck()
        .all(startMs, keyId) as readonly number[],
  };
}

it('writes one row per minute for a key that is used every second, and the rest when it is closed', async () => {
  const { keys, issue, pass, written } = await countedService();
  const [always, once] = [await issue(), await issue()];
  for (let second = 0; second < 200; second += 1) {
    expect(await keys.verify(always.token)).toMatchObject({ ok: true });
    if (second === 95) expect(await keys.verify(once.token)).toMatchObject({ ok: true });
    await pass(1_000);
  }
  expect(written(always.key.id)).toEqual([9, 69, 129, 189]);
  expect(written(once.key.id)).toEqual([95]);
  await keys.close();
  expect(written(always.key.id)).toEqual([9, 69, 129, 189, 199]);
});

it('writes no row during verifications, however many there are', async () => {
  const { keys, issue, written } = await countedService();
  const { token, key } = await issue();
  for (let use = 0; use < 100; use += 1) await keys.verify(token);
  expect(written(key.id)).toEqual([]);
});
