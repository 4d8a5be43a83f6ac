import type pg from 'pg';

/** Waits until somebody waits for a lock in the database that the client is connected to. */
export async function untilSomebodyWaits(client: pg.Client): Promise<void> {
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await client.query(waiting)).rowCount === 0);
}
