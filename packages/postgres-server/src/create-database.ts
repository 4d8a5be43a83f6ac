import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';

/** A separate database on some server. */
export interface TestDatabase {
  /** A connection string. */
  readonly url: string;
  /** Removes it, and closes the connections to it. */
  readonly drop: () => Promise<void>;
}

/**
 * Creates an empty database on a server.
 *
 * @param serverUrl A connection string of a user that may create databases.
 */
export async function createDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  // From template0: no one is ever connected to it, and it has nothing of what someone has added to template1.
  await withClient(serverUrl, (client) => client.query(`create database ${name} template template0`));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => dropDatabase(serverUrl, name) };
}

/** How long a connection that is closing may take, in milliseconds. */
const closingMs = 500;

/**
 * A pool has ended before its connections are closed, and a client whose connection is cut off then emits an error that
 * no one listens to any more. So only connections that stay open are cut off.
 */
async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  await withClient(serverUrl, async (client) => {
    const deadline = performance.now() + closingMs;
    while ((await isInUse(client, name)) && performance.now() < deadline) await setTimeout(10);
    await client.query(`drop database if exists ${name} with (force)`);
  });
}

async function isInUse(client: Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query('select from pg_stat_activity where datname = $1', [name]);
  return rowCount !== 0;
}

async function withClient(url: string, use: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await use(client).finally(() => client.end());
}
