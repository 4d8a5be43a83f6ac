import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import { type ApiKey, type ApiKeys, createApiKeys, eachOwner } from '@postern/core';
import { insecureHasher, memoryKeyRepository, settableClock } from '@postern/core/testing';
import { settingsPages } from '@postern/settings';
import { Hono } from 'hono';
import type { Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { openContext, type TestBrowser, type Watched } from './browser.js';

/** The person who is signed in as long as their browser has the cookie. */
export const ada = { kind: 'user', id: 'ada' } as const;

/** A browser on the pages of a service in memory, in which ada may do everything. */
export interface Visit extends Watched {
  readonly page: Page;
  readonly keys: ApiKeys;
  /** The paths of the forms that arrived. */
  readonly posted: readonly string[];
  readonly url: string;
  /** Makes the response to every form wait. */
  delay(ms: number): void;
  /** Ends the session, and begins another: ada's, unless it says whose. */
  signOut(): Promise<void>;
  signIn(as?: string): Promise<void>;
  /** Issues a key of ada's, some days ago. */
  issue(name: string, days?: number): Promise<ApiKey>;
}

const list = '/settings/user/keys';

/** Opens a page of a new service. The service and the browser context are closed after the test. */
export async function visitFlow({ browser }: TestBrowser, path = list): Promise<Visit> {
  const posted: string[] = [];
  let delayMs = 0;
  let daysAgo = 0;
  const clock = { ...settableClock(), now: () => new Date(Date.now() - daysAgo * 86_400_000) };
  const keys = createApiKeys({
    clock,
    repository: memoryKeyRepository(),
    hasher: insecureHasher(),
    owners: eachOwner(() => ({ active: true, permissions: ['agents:read'] })),
    permissions: ['agents:read'],
    policy: { decide: () => ({ ok: true }) },
  });
  const pages = settingsPages(keys, {
    authenticate({ headers }) {
      const [, id] = /session=(\w+)/.exec(headers.get('Cookie') ?? '') ?? [];
      return id === undefined ? null : { kind: 'user', id };
    },
    ownersOf: ({ id }) => [{ kind: 'user', id }],
    isAdmin: () => true,
    signInUrl: () => '/sign-in',
  });
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    if (c.req.method !== 'POST') return;
    posted.push(c.req.path);
    await setTimeout(delayMs);
  });
  app.mount('/settings', pages);
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;

  const watched = await openContext(browser);
  const { context } = watched;
  context.setDefaultTimeout(5_000);
  onTestFinished(() => context.close());
  const signIn = (as = 'ada') => context.addCookies([{ name: 'session', value: as, url }]);
  await signIn();
  const page = await context.newPage();
  await page.goto(url + path);
  return {
    ...watched,
    page,
    keys,
    posted,
    url,
    signIn,
    delay(ms) {
      delayMs = ms;
    },
    signOut: () => context.clearCookies(),
    async issue(name, days = 0) {
      daysAgo = days;
      const { key } = await keys.issue({ owner: ada, actor: ada, name });
      daysAgo = 0;
      return key;
    },
  };
}
