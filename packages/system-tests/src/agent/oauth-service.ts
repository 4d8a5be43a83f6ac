import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { keyTools } from '@postern/agent';
import { mcpHandler } from '@postern/agent/mcp';
import { createApiKeys, eachOwner, keyActor, selfService } from '@postern/core';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import { type ApiKeyEnv, apiKeyAuth, principalOf, requireKinds } from '@postern/hono';
import { Hono } from 'hono';
import { onTestFinished } from 'vitest';

/** A service whose MCP endpoint accepts keys, and access tokens of its own authorization server. */
export interface OAuthService {
  readonly url: string;
  /** The URL of the metadata. Only a challenge leads to it: it is not where a client would look by itself. */
  readonly metadataUrl: string;
  /** A key of Ada. */
  readonly token: string;
  /** What the service was asked to verify as an access token. */
  readonly verified: readonly string[];
}

/** Its authorization server signs Ada in without asking, for this code. */
export const code = 'code-of-ada';
const accessToken = 'at_4fGh91Ka';

const ada = { kind: 'user', id: 'ada' } as const;

export async function startOAuthService(): Promise<OAuthService> {
  const app = new Hono<ApiKeyEnv>();
  const url = await serveInTest(app);
  const metadataUrl = `${url}/oauth/resource.json`;
  const keys = createApiKeys({
    repository: memoryKeyRepository(),
    hasher: insecureHasher(),
    owners: eachOwner(() => ({ active: true, permissions: [] })),
    policy: selfService(),
  });
  const tools = keyTools(keys, {
    ownersOf: ({ id }) => [{ kind: 'user', id }],
    offerUrl: ({ id }) => `${url}/offers/${id}`,
    deleteUrl: ({ id }) => `${url}/keys/${id}/delete`,
  });
  const mcp = mcpHandler(tools);
  const verified: string[] = [];

  const needsKey = apiKeyAuth(keys, { resourceMetadata: metadataUrl, headers: ['authorization'] });
  app.all(
    '/mcp',
    async (c, next) => {
      const [, token = ''] = /^Bearer +(\S+)$/i.exec(c.req.header('Authorization') ?? '') ?? [];
      const isKey = keys.tokenPrefixes.some((prefix) => token.startsWith(`${prefix}.`));
      if (token === '' || isKey) return next();
      verified.push(token);
      return token === accessToken ? mcp.fetch(c.req.raw, ada) : next();
    },
    needsKey,
    (c) => mcp.fetch(c.req.raw, keyActor(principalOf(c))),
  );
  app.get('/team', needsKey, requireKinds(keys, 'team'), (c) => c.text('never'));
  app.get(new URL(metadataUrl).pathname, (c) =>
    c.json({ resource: `${url}/mcp`, authorization_servers: [`${url}/login`] }),
  );
  addAuthorizationServer(app, `${url}/login`);

  const { token } = await keys.issue({ owner: ada, actor: ada, name: 'CI Pipeline' });
  return { url, metadataUrl, token, verified };
}

/** As much of an authorization server as a client needs. */
function addAuthorizationServer(app: Hono<ApiKeyEnv>, issuer: string): void {
  app.get('/.well-known/oauth-authorization-server/login', (c) =>
    c.json({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none'],
    }),
  );
  app.post('/login/token', async (c) => {
    const sent = await c.req.parseBody();
    if (sent.code !== code) return c.json({ error: 'invalid_grant' }, 400);
    return c.json({ access_token: accessToken, token_type: 'Bearer' });
  });
}

/** Serves an application on a port that is free, before it has routes, and returns its URL. */
async function serveInTest(app: Hono<ApiKeyEnv>): Promise<string> {
  const server = createAdaptorServer({ fetch: (request) => app.fetch(request) });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => new Promise((resolve) => void server.close(() => resolve())));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
