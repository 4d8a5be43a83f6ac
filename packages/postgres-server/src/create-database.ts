import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** A database of its own on some server. */
export interface TestDatabase {
  /** A connection string. */
  readonly url: string;
  /** Removes it, and ends whatever is connected to it. */
  readonly drop: () => Promise<void>;
}

/**
 * Makes an empty database on a server.
 *
 * @param serverUrl A connection string of whoever may create databases.
 */
export async function createDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  // From template0: nobody is ever connected to it, and what somebody has put into template1 is not in it.
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
