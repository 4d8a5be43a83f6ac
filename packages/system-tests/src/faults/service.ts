import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { argon2Hasher } from '@postern/argon2';
import type { ApiKeys, KeyEvent } from '@postern/core';
import type { KeyRepository } from '@postern/core/ports';
import { apiKeyAuth } from '@postern/hono';
import { Hono } from 'hono';
import { onTestFinished } from 'vitest';
import { keysThatAllowAll } from '../../test-support/keys-that-allow-all.js';

export const ada = { kind: 'user', id: 'ada' } as const;

/** A complete service: keys in some repository, behind the middleware, over HTTP. */
export interface Service {
  readonly url: string;
  readonly keys: ApiKeys;
  /** Every event that it has emitted so far. */
  readonly events: readonly KeyEvent[];
}

/** How many keys have a remembered proof. A key that is used again after more other keys than this is cold. */
export const rememberedProofs = 24;

/** Milliseconds between two flushes of recorded uses. */
export const useFlushIntervalMs = 500;

/** Optional parts of a service. */
interface ServiceParts {
  /** Routes of the host that need no key. */
  readonly routes?: Hono;
  readonly emit?: (event: KeyEvent) => void;
}

/** Starts a service with the default deadlines. It runs until the test ends. */
export async function startService(
  repository: KeyRepository,
  { routes = new Hono(), emit }: ServiceParts = {},
): Promise<Service> {
  const events: KeyEvent[] = [];
  const keys = keysThatAllowAll({
    repository,
    // As cheap as Argon2id can be, because these tests are about storage.
    hasher: argon2Hasher({ memoryKiB: 8, passes: 1 }),
    events: {
      emit(event) {
        events.push(event);
        emit?.(event);
      },
    },
    // Every flush writes, so that there is one in the middle of each fault.
    limits: { rememberedProofs, useFlushIntervalMs, useWriteIntervalMs: 0 },
  });
  const app = new Hono()
    .route('/host', routes)
    .use(apiKeyAuth(keys))
    .get('/', (c) => c.text('ok'));
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await once(server, 'listening');
  onTestFinished(async () => {
    server.close();
    await keys.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, keys, events };
}
