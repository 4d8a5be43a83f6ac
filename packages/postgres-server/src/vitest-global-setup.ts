import type { TestProject } from 'vitest/node';
import { startPostgres } from './start-postgres.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A connection string to a PostgreSQL that all tests share: make a database of your own on it. */
    readonly postgresUrl: string;
  }
}

/**
 * Gives all tests one PostgreSQL: `inject('postgresUrl')`. It is the one of `TEST_DATABASE_URL`, where that is set;
 * else it is started, and forgets everything when the machine fails. Tests that break a server start one of their own.
 */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  // Projects inherit this set-up, and what is provided: the root alone, which is the first, has work to do.
  if (!project.isRootProject()) return undefined;
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined && given !== '') {
    project.provide('postgresUrl', given);
    return undefined;
  }
  const server = await startPostgres({ settings: { fsync: 'off', max_connections: 200 } });
  project.provide('postgresUrl', server.url);
  return server.close;
}
