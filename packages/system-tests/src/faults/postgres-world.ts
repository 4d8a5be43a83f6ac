import type { IssuedKey } from '@postern/core';
import { postgresStorage } from '@postern/kysely/postgres';
import type { PostgresServer } from '@postern/postgres-server';
import { onTestFinished } from 'vitest';
import { issueKeys } from './issue-keys.js';
import { type Load, startLoad } from './load.js';
import { rememberedProofs, type Service, startService } from './service.js';

/** A service on PostgreSQL, and its callers. */
export interface World {
  readonly service: Service;
  readonly databaseUrl: string;
  /** Keys that callers use again and again, so that their proofs are remembered. They are half of the requests. */
  readonly warm: readonly IssuedKey[];
  /** Keys that callers use too rarely for a proof to be remembered. They are the other half. */
  readonly cold: readonly IssuedKey[];
  /** A key that only the test uses. */
  readonly unused: IssuedKey;
  readonly load: Load;
}

const warmKeys = 8;
const coldKeys = 48;

/** Starts a service with a database of its own, and sends it a hundred requests per second until the test ends. */
export async function startWorld(
  server: PostgresServer,
  addressOf: (url: string) => string = (url) => url,
): Promise<World> {
  const databaseUrl = addressOf((await server.createDatabase()).url);
  const storage = postgresStorage({ connectionString: databaseUrl });
  onTestFinished(() => storage.close());
  await storage.migrate();
  const service = await startService(storage.repository);
  const [unused, ...issued] = await issueKeys(service.keys, 1 + warmKeys + coldKeys);
  if (unused === undefined) throw new Error('no key');
  const warm = issued.slice(0, warmKeys);
  const cold = issued.slice(warmKeys);
  const load = startLoad(
    service.url,
    cold.flatMap((key, index) => [key, warm[index % warmKeys] ?? key]),
  );
  onTestFinished(load.stop);
  return { service, databaseUrl, warm, cold, unused, load };
}

// Between two uses of a warm key, twice as many keys as there are warm ones are used; between two of a cold one, all
// keys.
if (2 * warmKeys > rememberedProofs || warmKeys + coldKeys < 2 * rememberedProofs)
  throw new Error('warm keys must be remembered, and cold ones must not');
