import { Client } from 'pg';

/** How many others are connected to a database. */
export async function connectionsOf(databaseUrl: string): Promise<number> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client
    .query<{ readonly count: number }>(
      `select count(*)::int from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    )
    .finally(() => client.end());
  return rows[0]?.count ?? Number.NaN;
}
