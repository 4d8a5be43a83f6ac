import { randomUUID } from 'node:crypto';
import {
  type Actor,
  type ActorReference,
  type ApiKeys,
  isPosternError,
  type Owner,
  PosternError,
  safeCause,
} from '@postern/core';
import {
  findOwner,
  isCrossSite,
  type ManagementOptions,
  type OwnerPath,
  ownerPaths,
} from '@postern/management';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { html } from 'hono/html';
import { type Asset, type Assets, readAssets, type Theme } from './assets.js';
import { refusalOf } from './refusal.js';
import { en } from './texts/en.js';
import type { Texts } from './texts/texts.js';
import { deleteKeyPage } from './views/delete-key.js';
import { type Markup, saying } from './views/frame.js';
import { issuedKeyPage } from './views/issued-key.js';
import { keyListPage } from './views/key-list.js';
import { type NewKeyForm, newKeyPage } from './views/new-key.js';
import { type Frame, keysPath, rootFrom, type SettingsLink, type Visit } from './visit.js';

/** What the pages ask of their host: the same as the management API, and what people see. */
export interface SettingsOptions extends ManagementOptions {
  /** Where whoever is signed out signs in. Default: nowhere; the page only says that nobody is signed in. */
  readonly signInUrl?: ((request: Request) => string) | undefined;
  /** The texts, for everybody or for one request. Default: `en`. */
  readonly texts?: Texts | ((request: Request) => Texts) | undefined;
  /** What a person or a team is called. Default: their IDs. */
  readonly nameOf?: ((whom: Owner | ActorReference) => string | Promise<string>) | undefined;
  /** Says why an owner can have no new keys, such as a plan without team keys; `null` where they can. Default: they can. */
  readonly whyNoNewKeys?:
    | ((owner: Owner, actor: Actor) => string | null | Promise<string | null>)
    | undefined;
  /** Ways to other pages of the host, such as signing out. They stand below those to the keys. Default: none. */
  readonly links?: readonly SettingsLink[] | undefined;
  /** Values for the custom properties of the style, such as `--postern-accent`. Default: none. */
  readonly theme?: Theme | undefined;
}

/** Answers requests for the pages. Never rejects. */
export type SettingsHandler = (request: Request) => Promise<Response>;

/** How long a form may be, in bytes. */
const longestForm = 64 * 1024;

const securityHeaders = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/**
 * Makes the pages on which people create, see and delete keys: `/user/keys`, and `/teams/{teamId}/keys` for each of
 * their teams. Mount them below any path. They work without a script; with it, forms open as dialogs.
 *
 * @example
 * app.mount('/settings', settingsPages(keys, { authenticate, ownersOf, signInUrl: () => '/sign-in' }));
 */
export function settingsPages(keys: ApiKeys, options: SettingsOptions): SettingsHandler {
  const assets = readAssets(options.theme ?? {});
  const trustedOrigins = new Set(options.trustedOrigins);
  const app = new Hono();
  const frameOf = (c: Context): Frame => {
    const { texts = en, links = [] } = options;
    const root = rootFrom(c.req.path);
    return { texts: typeof texts === 'function' ? texts(c.req.raw) : texts, assets, links, root };
  };

  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(securityHeaders)) c.res.headers.set(name, value);
    if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'no-store');
  });
  app.notFound((c) => c.html(saying(frameOf(c), frameOf(c).texts.notFound), 404));
  app.onError((error, c) => answerError(c, error, { keys, page: frameOf(c), options }));
  serveAssets(app, assets);
  app.use(
    bodyLimit({
      maxSize: longestForm,
      onError: (c) => c.html(saying(frameOf(c), frameOf(c).texts.tooLong), 413),
    }),
  );
  app.use(async (c, next) => {
    if (isCrossSite(c.req.raw, trustedOrigins))
      return c.html(saying(frameOf(c), frameOf(c).texts.crossSite), 403);
    return next();
  });
  for (const ownerPath of ownerPaths)
    addKeyPages(app, ownerPath, (c) => visitOf(c, { keys, options, ownerPath, page: frameOf(c) }), options);
  return async (request) => app.fetch(request);
}

function serveAssets(app: Hono, { script, style }: Assets): void {
  const serve = ({ text, contentType, href }: Asset) =>
    app.get(`/${href.split('?')[0]}`, (c) =>
      c.body(text, 200, {
        'Content-Type': contentType,
        'Cache-Control': 'public, max-age=31536000, immutable',
      }),
    );
  serve(script);
  serve(style);
}

function addKeyPages(
  app: Hono,
  { path }: OwnerPath,
  visiting: (c: Context) => Promise<Visit>,
  { whyNoNewKeys = () => null }: SettingsOptions,
): void {
  const keysRoute = `${path.replace(/\{(\w+)\}/, ':$1')}/keys`;

  app.get(keysRoute, async (c) => {
    const visit = await visiting(c);
    const { keys, owner, actor } = visit;
    const shown = c.req.query('state') === 'all' ? 'all' : 'live';
    const cursor = c.req.query('cursor');
    const page = await keys.list({ owner, actor, state: shown, ...(cursor !== undefined && { cursor }) });
    return c.html(await keyListPage(visit, { ...page, shown, noNewKeys: await whyNoNewKeys(owner, actor) }));
  });

  app.get(`${keysRoute}/new`, async (c) => {
    const visit = await visiting(c);
    return c.html(newKeyPage(visit, { name: '', expires: '', scopes: [], idempotencyKey: randomUUID() }));
  });

  app.post(keysRoute, async (c) => {
    const visit = await visiting(c);
    const form = await readForm(c);
    try {
      return c.html(issuedKeyPage(visit, await issue(visit, form)), 201);
    } catch (error) {
      const refused = refusalOf(error, visit.page.texts);
      if (refused === undefined) throw error;
      return c.html(newKeyPage(visit, form, refused), refused.status);
    }
  });

  app.get(`${keysRoute}/:keyId/delete`, async (c) => {
    const visit = await visiting(c);
    const { keys, owner, actor } = visit;
    return c.html(deleteKeyPage(visit, await keys.get(c.req.param('keyId'), { owner, actor })));
  });

  app.post(`${keysRoute}/:keyId/delete`, async (c) => {
    const { keys, owner, actor, page } = await visiting(c);
    await keys.revoke(c.req.param('keyId'), { owner, actor });
    return c.redirect(keysPath(page, owner), 303);
  });
}

function issue({ keys, owner, actor }: Visit, { name, expires, scopes, idempotencyKey }: NewKeyForm) {
  return keys.issue({
    owner,
    actor,
    name,
    scopes: scopes.length === 0 ? null : scopes,
    // The last day on which it works, to its end. What is no day is an invalid date, which core refuses.
    expiresAt: expires === '' ? null : new Date(`${expires}T23:59:59.999Z`),
    ...(idempotencyKey !== '' && { idempotencyKey }),
  });
}

async function readForm(c: Context): Promise<NewKeyForm> {
  const fields = await c.req.parseBody({ all: true }).catch(() => {
    throw new PosternError('ERR_INVALID_ARGUMENT', 'the form can not be read');
  });
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
  const scopes = [fields.scopes ?? []].flat().filter((scope) => typeof scope === 'string');
  return { name: text('name'), expires: text('expires'), scopes, idempotencyKey: text('idempotency-key') };
}

interface Visiting {
  readonly keys: ApiKeys;
  readonly options: SettingsOptions;
  readonly ownerPath: OwnerPath;
  readonly page: Frame;
}

async function visitOf(c: Context, { keys, options, ownerPath, page }: Visiting): Promise<Visit> {
  const actor = await options.authenticate(c.req.raw);
  if (actor === null) throw new SignedOut();
  const owners = await options.ownersOf(actor);
  const owner = findOwner(owners, ownerPath.kind, c.req.param('teamId'));
  if (owner === undefined) throw new PosternError('ERR_KEY_NOT_FOUND', page.texts.notFound);
  return { keys, actor, owner, owners, page, nameOf: options.nameOf ?? (({ id }) => id) };
}

/** Ends a request of whom nobody knows. */
class SignedOut extends Error {
  override readonly name = 'SignedOut';
}

interface Answering {
  readonly keys: ApiKeys;
  readonly page: Frame;
  readonly options: SettingsOptions;
}

function answerError(
  c: Context,
  error: Error,
  { keys, page, options }: Answering,
): Response | Promise<Response> {
  const { texts } = page;
  if (error instanceof SignedOut) return answerSignedOut(c, page, options.signInUrl?.(c.req.raw));
  const refused = refusalOf(error, texts);
  if (refused !== undefined) {
    const back = html`<p><a href="${page.root}user/keys">${texts.settings}</a></p>`;
    return c.html(saying(page, refused.message, back), refused.status);
  }
  // Core tells of its own faults. What the host's functions threw would go unseen behind a 503.
  if (!isPosternError(error)) keys.emit({ type: 'fault', code: 'ERR_UNEXPECTED', error: unexpected(error) });
  return c.html(saying(page, texts.faulty), 503, { 'Retry-After': '1' });
}

/** Whoever asks for a page is sent to sign in. Whoever sends a form is told first: it was not done. */
function answerSignedOut(
  c: Context,
  page: Frame,
  signInUrl: string | undefined,
): Response | Promise<Response> {
  const isNavigation = c.req.method === 'GET' && c.req.header('Sec-Fetch-Mode') !== 'cors';
  if (isNavigation && signInUrl !== undefined) return c.redirect(signInUrl, 303);
  const { texts } = page;
  const link: Markup | string =
    signInUrl === undefined
      ? ''
      : html`<p><a class="button primary" href="${signInUrl}">${texts.signIn}</a></p>`;
  return c.html(saying(page, texts.signedOut, link), 401);
}

function unexpected(error: unknown): PosternError {
  return new PosternError('ERR_UNEXPECTED', 'a function that the host gave threw; the cause has its class', {
    cause: safeCause(error),
  });
}
