import { randomBytes } from 'node:crypto';
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
  await runOnce(serverUrl, `create database ${name} template template0`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => runOnce(serverUrl, `drop database if exists ${name} with (force)`) };
}

async function runOnce(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
