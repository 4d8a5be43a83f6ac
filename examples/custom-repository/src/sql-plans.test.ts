import { readFileSync } from 'node:fs';
import type { KeyRepository } from '@postern/core/ports';
import { buildAuditEntry, buildKey, buildOffer, buildStoredKey } from '@postern/core/testing';
import { createDatabase } from '@postern/postgres-server';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { sqlRepository } from './sql-repository.js';
import { schema } from './sql-schema.js';

const guide = readFileSync(new URL('../../../docs/write-a-repository.md', import.meta.url), 'utf8');
/** The calls and the names of the indexes in the table of the guide. */
const rows = [...guide.matchAll(/^\| (`\w+`[^|]*) \|.*\| `(api_key\w*)` \|$/gm)].map(
  ([, calls = '', index = '']) => ({
    calls: [...calls.matchAll(/`(\w+)`( of an owner)?/g)].map(([, name, ofOwner = '']) => name + ofOwner),
    index,
  }),
);

let database: Awaited<ReturnType<typeof createDatabase>>;
let pool: pg.Pool;
const sent: { readonly text: string; readonly values: readonly unknown[] }[] = [];

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
  pool = new pg.Pool({ connectionString: database.url, max: 1 });
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...given: readonly unknown[]) => unknown;
    Object.assign(client, {
      query(text: string, values: readonly unknown[] = [], ...others: readonly unknown[]) {
        sent.push({ text, values });
        return query(text, values, ...others);
      },
    });
  });
  await pool.query(schema);
  await pool.query(manyRows);
  await pool.query('analyze');
}, 60_000);

afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** A hundred owners with a hundred keys each, of which every tenth is revoked, and as many entries and offers. */
const manyRows = `
  insert into api_key (id, record)
    select 'k' || n, jsonb_build_object('hash', 'h', 'key', jsonb_build_object('id', 'k' || n, 'owner', jsonb_build_object('kind', 'user', 'id',
      'o' || n % 100), 'createdAt', n, 'revokedAt', case when n % 10 = 0 then n end)) from generate_series(1, 10000) as n;
  insert into api_key_audit (id, entry)
    select 'e' || n, jsonb_build_object('keyId', 'k' || n % 1000, 'owner', jsonb_build_object('kind', 'user', 'id',
      'o' || n % 100), 'at', n) from generate_series(1, 10000) as n;
  insert into api_key_request select 'r' || n, 'k' || n from generate_series(1, 10000) as n;
  insert into api_key_offer (id, offer, closes_at)
    select 'f' || n, jsonb_build_object('expiresAt', n), now() from generate_series(1, 10000) as n`;

const owner = { kind: 'user', id: 'o1' };
const at = new Date(500);
const stored = buildStoredKey();
const entry = () => buildAuditEntry(stored.key);
const all = { owner, at, reason: null, createdBefore: null, limit: 10 };
const page = { after: null, limit: 10 };
const offer = { offer: buildOffer(), forgetBefore: at };

const calls: Readonly<Record<string, (repository: KeyRepository) => unknown>> = {
  find: ({ find }) => find([stored.key.id]),
  get: ({ get }) => get(stored.key.id),
  insert: ({ insert }) => insert(buildStoredKey(), entry(), { owner, max: 1_000, now: at }),
  rename: ({ rename }) => rename({ keyId: stored.key.id, name: 'Other' }, entry()),
  rotate: ({ rotate }) =>
    rotate(
      { keyId: stored.key.id, at, graceEndsAt: null, successor: buildStoredKey(), predecessorReason: '' },
      [entry(), entry()],
      entry,
    ),
  recordUses: ({ recordUses }) => recordUses([{ keyId: buildKey().id, at }]),
  list: ({ list }) => list({ owner, state: 'live', now: at, ...page }),
  revokeAll: ({ revokeAll }) => revokeAll(all, entry),
  purge: ({ purge }) => purge({ revokedBefore: new Date(5), limit: 10 }, entry),
  history: ({ history }) => history({ of: { keyId: stored.key.id }, ...page }),
  'history of an owner': ({ history }) => history({ of: { owner }, ...page }),
  insertIdempotent: ({ insertIdempotent }) =>
    insertIdempotent({ stored: buildStoredKey(), requestId: 'r1', reason: '' }, entry(), entry),
  getOffer: ({ getOffer }) => getOffer(offer.offer.id),
  insertOffer: ({ insertOffer }) => insertOffer(offer, entry()),
};

it('the guide names an index for each of these calls', () => {
  expect(rows.flatMap((row) => row.calls).sort()).toEqual(Object.keys(calls).sort());
});

for (const { calls: names, index } of rows)
  for (const name of names)
    it(`${name} uses ${index}, and scans no table`, async () => {
      sent.length = 0;
      await calls[name]?.(sqlRepository(pool));
      const plans = await Promise.all(
        sent.filter(({ text }) => /\b(where|conflict)\b/.test(text)).map(planOf),
      );
      expect(plans.join('\n')).toContain(index);
      expect(plans.join('\n')).not.toContain('Seq Scan on api_key');
    });

async function planOf({ text, values }: (typeof sent)[number]): Promise<string> {
  const plan = await pool.query<{ 'QUERY PLAN': string }>(`explain ${text}`, [...values]);
  return plan.rows.map((row) => row['QUERY PLAN']).join('\n');
}
