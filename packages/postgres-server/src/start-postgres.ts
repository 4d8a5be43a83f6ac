import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { findBinaries } from './binaries.js';
import type { Cluster } from './cluster.js';
import { createDirectory, initialise } from './data-directory.js';
import type { PostgresServer } from './postgres-server.js';
import { serve } from './serve.js';
import { systemUser } from './system-user.js';

/** How a server runs. */
export interface PostgresServerOptions {
  /** Settings as in `postgresql.conf`: `{ max_connections: 10 }`. */
  readonly settings?: Readonly<Record<string, string | number>>;
}

/**
 * Starts a PostgreSQL with data of its own, on a free port of 127.0.0.1. It ends with `close`, or soon after this
 * process has ended in whatever way.
 *
 * @throws if the programs for this platform are not installed, or PostgreSQL does not start.
 */
export async function startPostgres({ settings = {} }: PostgresServerOptions = {}): Promise<PostgresServer> {
  const user = systemUser();
  const directory = createDirectory(user);
  try {
    const binaries = findBinaries(user, directory);
    const cluster: Cluster = { directory, data: join(directory, 'data'), binaries, user, settings };
    initialise(binaries.initdb, cluster.data, user);
    return await serve(cluster);
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}
