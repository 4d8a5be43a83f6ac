import { Client } from 'pg';

/** Runs one statement on a connection of its own, and returns the first value of its result. */
export async function ask<Value>(
  url: string,
  statement: string,
  values: readonly unknown[] = [],
): Promise<Value> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client
    .query<[Value]>({ text: statement, values: [...values], rowMode: 'array' })
    .finally(() => client.end());
  const [row] = rows;
  if (row === undefined) throw new Error('no row');
  return row[0];
}
