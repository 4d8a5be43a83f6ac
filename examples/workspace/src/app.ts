import type { McpHandler } from '@postern/agent/mcp';
import { keyActor } from '@postern/core';
import { type ApiKeyEnv, apiKeyAuth, principalOf } from '@postern/hono';
import { leakHandler } from '@postern/management';
import { Hono, type MiddlewareHandler } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import type { AdminAgent } from './admin-agent/admin-agent.js';
import type { Agents } from './agents/agents.js';
import { errorResponses, respondNotAllowed } from './http/error-response.js';
import { onRefused, realm } from './http/refused.js';
import { sameOrigin } from './http/same-origin.js';
import type { SignIns } from './http/sign-ins.js';
import { signedIn } from './http/signed-in.js';
import { stillValid } from './http/still-valid.js';
import { storablePath } from './http/storable-text.js';
import { trailingSlashes } from './http/trailing-slashes.js';
import type { WorkItems } from './intake/work-items.js';
import type { Worker } from './intake/worker.js';
import type { OwnerStores } from './keys/named-owners.js';
import type { WorkspaceKeys } from './keys/workspace-keys.js';
import type { WriteLine } from './log.js';
import { agentPages } from './pages/admin-agent/agent-pages.js';
import { intakePages } from './pages/intake-webhooks.js';
import { homePath } from './pages/page.js';
import { problemPages } from './pages/problem-page.js';
import { servicePages } from './pages/service-accounts.js';
import { settingsPath, type WorkspaceSettings, workspaceSettings } from './pages/settings.js';
import { signInPages } from './pages/sign-in.js';
import { signOutPages } from './pages/sign-out.js';
import { workspaceStyle } from './pages/workspace-style.js';
import type { OrganisationStore } from './people/organisation.js';
import type { Passwords } from './people/passwords.js';
import { organisationRoutes, peopleRoutes, serviceAccountRoutes } from './routes/admin-routes.js';
import { agentRoutes } from './routes/agent-routes.js';
import { intakeRoutes } from './routes/intake-routes.js';
import { anthropicRoutes, openaiRoutes } from './routes/model-routes.js';
import { sessionRoutes } from './routes/session-routes.js';

/** What the routes need. */
export interface AppParts extends OwnerStores {
  readonly keys: WorkspaceKeys;
  readonly passwords: Passwords;
  readonly signIns: SignIns;
  readonly organisation: OrganisationStore;
  readonly agent: AdminAgent;
  readonly agents: Agents;
  readonly mcp: McpHandler;
  readonly items: WorkItems;
  readonly worker: Worker;
  readonly log: WriteLine;
  readonly httpsUrl: string | undefined;
}

/** Creates the app, with the routes for signed-in people and those for keys. */
export function workspaceApp(parts: AppParts): Hono<ApiKeyEnv> {
  const app = new Hono<ApiKeyEnv>();
  const settings = workspaceSettings(parts);
  const { onError, notFound, notAllowed } = errorResponses(
    parts.log,
    problemPages(settings.shell, parts.signIns),
  );
  app.onError(onError);
  app.notFound(notFound);
  app.use(noSniff, refuseTrace, storablePath, trailingSlashes);
  app.use(methodNotAllowed({ app, onMethodNotAllowed: notAllowed }));
  app.get('/api/health', (c) => c.json({ status: 'ok' }));
  const leaks = leakHandler(parts.keys);
  // Anyone may report a leaked key, without signing in. The handler limits what that costs.
  app.post('/leaked-keys', ({ req }) => leaks(req.raw));
  addSessionRoutes(app, parts);
  addKeyRoutes(app, parts);
  addPages(app, { ...parts, ...settings });
  return app;
}

/** Keeps browsers from guessing the type of a response. */
const noSniff: MiddlewareHandler = async function noSniff(c, next) {
  await next();
  c.res.headers.set('X-Content-Type-Options', 'nosniff');
};

/**
 * TRACE would send the request back, including its credentials (RFC 9110 §9.3.8). Must come first: no `Request` can
 * have this method, so anything that builds one would throw.
 */
const refuseTrace: MiddlewareHandler = async function refuseTrace(c, next) {
  if (c.req.method !== 'TRACE') return next();
  return respondNotAllowed(c, ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE']);
};

/** Service accounts. Below each, the management API has its keys. */
const servicesPath = '/api/services';

function addSessionRoutes(app: Hono<ApiKeyEnv>, parts: AppParts): void {
  const { keys, signIns, people, organisation, serviceAccounts } = parts;
  app.route('/api/session', sessionRoutes(parts));

  for (const path of ['/api/people/*', '/api/organisation/*', servicesPath, `${servicesPath}/:id`]) {
    app.use(path, sameOrigin, signedIn(signIns, keys));
  }
  app.route('/api/people', peopleRoutes(people));
  app.route('/api/organisation', organisationRoutes(organisation));
  app.route(servicesPath, serviceAccountRoutes(serviceAccounts));
}

function addKeyRoutes(app: Hono<ApiKeyEnv>, parts: AppParts): void {
  const { keys, mcp } = parts;
  const anyKey = apiKeyAuth(keys, { realm, onRefused });
  const modelKey = apiKeyAuth(keys, { realm, onRefused, scopes: ['models:use'] });
  const intakeKey = apiKeyAuth(keys, {
    realm,
    onRefused,
    headers: ['authorization'],
    // Work comes from someone in the team, or from the team.
    kinds: ['user', 'team'],
    scopes: ['intake:submit'],
  });

  app.get('/api/whoami', anyKey, (c) => {
    const { owner, keyId, permissions } = principalOf(c);
    return c.json({ owner, kind: owner.kind, permissions, keyId });
  });
  app.post('/mcp', anyKey, (c) => mcp.fetch(c.req.raw, keyActor(principalOf(c))));
  app.use('/api/agents/*', anyKey);
  app.route('/api/agents', agentRoutes(parts));
  app.use('/api/anthropic/*', modelKey);
  app.route('/api/anthropic', anthropicRoutes(stillValid(modelKey)));
  app.use('/api/openai/*', modelKey);
  app.route('/api/openai', openaiRoutes(stillValid(modelKey)));
  app.use('/v1/intake/*', intakeKey);
  app.route('/v1/intake', intakeRoutes(parts));
}

/** Everything under Settings, as pages and as an API, and the other pages. */
function addPages(app: Hono<ApiKeyEnv>, parts: AppParts & WorkspaceSettings): void {
  const { pages, api } = parts;
  for (const path of ['/api/user', '/api/teams', servicesPath, '/api/admin']) {
    app.use(`${path}/*`, signedIn(parts.signIns, parts.keys));
    app.mount(path, api, { replaceRequest: stripApiPrefix });
  }
  app.get('/api/openapi.json', (c) => api(stripApiPrefix(c.req.raw)));
  app.get('/', (c) => c.redirect(homePath, 303));
  app.route('/', servicePages(parts));
  app.mount(settingsPath, pages);
  app.route('/', signInPages(parts));
  app.route('/', signOutPages(parts));
  app.route('/', intakePages(parts));
  app.route('/', agentPages(parts));
  app.route('/', workspaceStyle());
}

function stripApiPrefix(request: Request): Request {
  const url = new URL(request.url);
  url.pathname = url.pathname.slice('/api'.length);
  return new Request(url, request);
}
