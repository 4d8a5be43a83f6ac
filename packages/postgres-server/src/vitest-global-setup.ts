import type { TestProject } from 'vitest/node';
import { startPostgres } from './start-postgres.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A connection string to a PostgreSQL that all tests share: create a separate database on it. */
    readonly postgresUrl: string;
  }
}

/**
 * Provides one PostgreSQL to all tests: `inject('postgresUrl')`. It is that of `TEST_DATABASE_URL` if that is set.
 * Otherwise it is started, without protection against a power cut. Tests that break a server start their own.
 */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  // Projects inherit this setup and what it provides, so only the root, which comes first, has to do anything.
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
