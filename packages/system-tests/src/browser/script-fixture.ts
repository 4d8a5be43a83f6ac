import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { createApiKeys, eachOwner, selfService } from '@postern/core';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import { settingsPages } from '@postern/settings';
import { Hono } from 'hono';
import { html } from 'hono/html';

type Markup = ReturnType<typeof html>;

/** Not a real one, but it looks like one. */
export const token = 'user.ETvw493ZdW29LRhNzg3L8vPqRb2XkYcZiNKCqxrTd9loa9JITualTNwJlty39PGfT';
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; img-src data:";

/** A host whose pages use all that the script understands (`packages/settings/assets/script/main.js`). */
export interface ScriptFixture {
  readonly url: string;
  /** What was posted, in order. */
  readonly posted: readonly string[];
  /** Every later response waits for this. */
  delay(until: Promise<unknown>): void;
  close(): void;
}

export async function serveScriptFixture(): Promise<ScriptFixture> {
  const posted: string[] = [];
  const names = new Map([
    ['a', 'Alpha'],
    ['b', 'Beta'],
    ['c', 'Gamma'],
  ]);
  let wait: Promise<unknown> = Promise.resolve();
  const app = new Hono();
  app.mount('/settings', await scriptOnly());
  app.use(async (c, next) => {
    await wait;
    await next();
    c.header('Content-Security-Policy', policy);
    c.header('Cache-Control', 'no-store');
  });

  app.get('/list', (c) => {
    const done = names.get(c.req.query('key') ?? '');
    const isDone = c.req.query('done') !== undefined;
    return c.html(
      page(html`<h1 tabindex="-1">Things</h1>
${isDone ? html`<p role="status" class="done" data-done>${done === undefined ? 'It is gone.' : `It is called ${done} now.`}</p>` : ''}
<p><a class="button" href="/form?what=new" data-dialog>Add</a> <a href="/token">Token page</a></p>
<form method="get" action="/list"><label for="q">Search</label> <input id="q" name="q" data-no-token="That looks like a whole key."><button>Go</button></form>
<p><label for="draft">Draft</label> <textarea id="draft"></textarea></p>
<ul>${[...names].map(([id, name]) => row(id, name))}</ul>
<p>Used <time datetime="${new Date(Date.now() - 59_000).toISOString()}" title="" data-relative><span>now</span><span class="hidden"></span></time></p>`),
    );
  });

  app.get('/form', (c) => {
    const { what = '', key = '' } = c.req.query();
    return c.html(
      page(html`<h1>${what} ${names.get(key) ?? ''}</h1>
<form method="post" action="/${what}?key=${key}"${what === 'new' ? '' : html` data-no-answer="It may have been changed."`}>
<p><label for="name">Name</label> <input id="name" name="name" autofocus></p>
<p class="buttons"><a class="button" href="/list" data-close>Cancel</a> <button class="primary">Save</button></p></form>`),
    );
  });

  app.post('/:what', async (c) => {
    const { what } = c.req.param();
    const { key = '' } = c.req.query();
    posted.push(`${what} ${key}`);
    const name = String((await c.req.parseBody()).name);
    if (what === 'new') return c.html(tokenPage(), 201);
    if (what === 'delete') names.delete(key);
    else names.set(key, what === 'disable' ? `${names.get(key)} (off)` : name);
    return c.redirect(`/list?done=${what}&key=${key}`, 303);
  });

  app.get('/token', (c) => c.html(tokenPage()));

  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    posted,
    delay(until) {
      wait = until;
    },
    close: () => void server.close(),
  };
}

/** The settings pages, of which only the script and the style are used. */
async function scriptOnly() {
  const keys = createApiKeys({
    repository: memoryKeyRepository(),
    hasher: insecureHasher(),
    owners: eachOwner(() => ({ active: true, permissions: [] })),
    policy: selfService(),
  });
  return settingsPages(keys, { authenticate: () => null, ownersOf: () => [] });
}

function page(main: Markup): Markup {
  return html`<!doctype html>
<html lang="en"><head><title>Things</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/settings/assets/settings.css">
<script type="module" src="/settings/assets/settings.js"></script></head>
<body data-no-answer="No answer." data-not-loaded="It could not be opened." data-try-again="Try again" data-close="Close" data-busy="Working…" data-stale="This may be out of date."><main id="main" tabindex="-1">${main}</main></body></html>`;
}

function row(id: string, name: string): Markup {
  const item = (what: string) =>
    html`<li><a href="/form?what=${what}&key=${id}" data-dialog>${what}</a></li>`;
  return html`<li data-key="${id}">${name} <details class="menu"><summary aria-label="Actions for ${name}">⋯</summary><ul>${item('rename')}${name.endsWith('(off)') ? '' : item('disable')}${item('delete')}</ul></details></li>`;
}

function tokenPage(): Markup {
  return page(html`<h1>It is ready</h1>
<div data-token data-question="You haven’t copied this key." data-keep="Go back" data-discard="Close anyway">
<p><code id="token-text" data-secret>${token}</code> <button type="button" autofocus data-copy="token-text" data-copied="Copied" data-by-hand="Press Ctrl+C." hidden>Copy</button></p>
<pre data-secret>API_KEY=${token}</pre>
<p><time datetime="2026-12-05T23:30:00.000Z" data-local-day>Dec 5, 2026</time></p>
</div>
<p class="buttons"><a class="button" href="/list" data-close>Close it</a> <a class="button" href="/list?done=rename&key=b" data-close data-saved>I’ve saved it</a></p>`);
}
