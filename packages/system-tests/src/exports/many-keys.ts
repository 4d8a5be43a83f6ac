import type { SharedDatabase } from '../../test-support/database.js';

/** 1.5 kB, so that ten thousand keys are more than the sockets hold. A million are without it. */
const reasonOf = (count: number) => (count > 100_000 ? '' : '理'.repeat(500));

/** What differs between the engines. */
const dialects = {
  sqlite: {
    numbers: (count: number) =>
      `(with recursive list (n) as (select 1 union all select n + 1 from list where n < ${count}) select n from list)`,
    id: "printf('%016d', n)",
    createdAt: '1767225600000 + n / 7 * 1000',
  },
  postgres: {
    numbers: (count: number) => `generate_series(1, ${count}) as n`,
    id: "lpad(n::text, 16, '0')",
    createdAt: "timestamptz '2026-01-01Z' + (n / 7) * interval '1 second'",
  },
};

/** Inserts keys, several of which were created at the same instant. Half of them have never been used. */
export async function insertKeys({ description, query }: SharedDatabase, count: number): Promise<void> {
  const { numbers, id, createdAt } = dialects['sqlite' in description ? 'sqlite' : 'postgres'];
  await query(
    `insert into postern_key
       (id, owner_kind, owner_id, name, hash, created_at, created_by_kind, created_by_id, last_used_at, reason)
     select ${id}, 'user', 'person-' || (n % 1000), 'Key ' || n, 'not a hash', ${createdAt}, 'user',
       'person-' || (n % 1000), case when n % 2 = 0 then ${createdAt} end, '${reasonOf(count)}'
     from ${numbers(count)}`,
  );
  await query('analyze');
}
