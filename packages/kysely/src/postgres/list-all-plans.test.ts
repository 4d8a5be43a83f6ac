import type { AllKeysQuery } from '@postern/core/ports';
import type pg from 'pg';
import { expect, it } from 'vitest';
import { recordedPool } from '../../test-support/recorded-pool.js';
import { foreignClient, storageIn, temporaryDatabase } from '../../test-support/temporary-database.js';

const now = new Date('2026-06-01T00:00:00.000Z');
const records = 30_000;
const day = 24 * 60 * 60 * 1_000;
const middle = new Date(now.getTime() - (records / 2) * 1_000);

/** Adds records of many owners, of which two thirds are revoked, and lets the planner know them. */
async function fill(host: pg.Client): Promise<void> {
  await host.query(`insert into postern_key
    (id, owner_kind, owner_id, name, hash, created_at, created_by_kind, created_by_id, expires_at, revoked_at)
    select lpad(n::text, 16, 'k'), case n % 50 when 0 then 'team' else 'user' end, 'o' || n % 5000, 'a', 'a',
      created_at, 'user', case n % 3 when 0 then 'ada' else 'o' || n % 5000 end,
      case n % 2 when 0 then created_at + interval '1 day' end, case when n % 3 > 0 then created_at end
    from (select n, '${now.toISOString()}'::timestamptz - n * interval '1 second' as created_at
      from generate_series(1, ${records}) as n) as made`);
  await host.query('vacuum analyze postern_key');
}

const filters: Readonly<Record<string, Partial<AllKeysQuery>>> = {
  'no condition': {},
  'a creator': { createdBy: { kind: 'user', id: 'ada' } },
  'a creator without keys': { createdBy: { kind: 'user', id: 'nobody' } },
  'an expiry': { expiresBefore: new Date(now.getTime() + day) },
  'an expiry of accepted ones': { expiresBefore: new Date(now.getTime() + day), state: 'accepted' },
  'kinds that few have': { kinds: ['team'] },
  'kinds that none has': { kinds: ['bot'] },
  'the accepted ones': { state: 'accepted' },
  'the revoked ones': { state: 'revoked' },
  'the expired ones of a kind': { state: 'expired', kinds: ['team'] },
  'the ones that never expire': { neverExpires: true, state: 'live' },
  'the ones that are not used': { unusedSince: middle, state: 'accepted' },
  'the ones that live for long': { livesBeyondMs: { team: day } },
};

interface Plan {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

/** How many rows of the table of keys a plan has read. */
function rowsRead(plan: Plan): number {
  const ofOthers = (plan.Plans ?? []).reduce((sum, one) => sum + rowsRead(one), 0);
  if (plan['Relation Name'] !== 'postern_key') return ofOthers;
  return ofOthers + (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'];
}

it('PostgreSQL reads a bounded number of rows for each page of all keys, with any plan', async () => {
  const url = await temporaryDatabase();
  await storageIn(url).migrate();
  const host = await foreignClient(url);
  await fill(host);
  const { pool, sent } = recordedPool(url);
  const { repository } = storageIn(url, { pool });
  const most: Record<string, number> = {};
  for (const [name, filter] of Object.entries(filters))
    for (const after of [null, { at: middle, id: 'k' }]) {
      const query = { state: 'all', now, after, limit: 100, ...filter } as const;
      await repository.listAll(query);
      const { text = '', values = [] } = sent.findLast((one) => one.text.includes('end_id')) ?? {};
      const literals = values.map((value) => `'${value}'`).join(', ');
      for (const mode of ['force_generic_plan', 'force_custom_plan']) {
        await host.query(`set plan_cache_mode = ${mode}; prepare page as ${text}`);
        const { rows } = await host.query(`explain (analyze, format json) execute page(${literals})`);
        await host.query('deallocate page');
        const [{ Plan: plan }] = rows[0]['QUERY PLAN'];
        most[name] = Math.max(most[name] ?? 0, rowsRead(plan));
      }
    }
  // The end of a step is searched as well as its records.
  for (const [name, rows] of Object.entries(most)) expect(rows, `for ${name}`).toBeLessThanOrEqual(1_000);
});
