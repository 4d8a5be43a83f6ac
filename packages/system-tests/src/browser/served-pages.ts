import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { type ApiKeys, createApiKeys, eachOwner, selfService } from '@postern/core';
import type { Clock } from '@postern/core/ports';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import { settingsPages } from '@postern/settings';
import type { Hono } from 'hono';
import { onTestFinished } from 'vitest';

/** The person who is signed in on these pages, who is also an admin. */
export const ada = { kind: 'user', id: 'ada' } as const;

/**
 * Serves the settings pages below `/settings` of an app, with keys in memory, until the test ends. The app receives
 * only web-standard requests, as on runtimes other than Node.
 */
export async function servePages(
  app: Hono,
  clock?: Clock,
): Promise<{ readonly keys: ApiKeys; readonly port: number }> {
  const own = selfService();
  const keys = createApiKeys({
    repository: memoryKeyRepository(),
    hasher: insecureHasher(),
    owners: eachOwner(() => ({ active: true, permissions: [] })),
    policy: {
      decide: (request) => (request.owner === undefined ? { ok: true } : own.decide(request)),
    },
    clock,
  });
  app.mount(
    '/settings',
    settingsPages(keys, { authenticate: () => ada, ownersOf: () => [ada], isAdmin: () => true }),
  );
  const server = serve({ fetch: (request) => app.fetch(request), port: 0, hostname: '127.0.0.1' });
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return { keys, port: (server.address() as AddressInfo).port };
}
