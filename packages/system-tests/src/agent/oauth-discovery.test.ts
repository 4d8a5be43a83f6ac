import {
  discoverOAuthProtectedResourceMetadata,
  extractWWWAuthenticateParams,
  type OAuthClientProvider,
  type OAuthDiscoveryState,
  UnauthorizedError,
} from '@modelcontextprotocol/client';
import { UnauthorizedError as EarlierUnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { describe, expect, it } from 'vitest';
import { connectClient, httpTransport, revisions } from './agent-client.js';
import { code, startOAuthService } from './oauth-service.js';

describe('a refusal', () => {
  it.each([
    ['without a credential', 401, { path: '/mcp', sent: undefined, error: undefined }],
    ['with an access token', 401, { path: '/mcp', sent: 'at_expired', error: 'invalid_token' }],
    ['with a key', 403, { path: '/team', sent: 'the key', error: 'insufficient_scope' }],
  ])('of a request %s, a %i, leads the official client to the metadata', async (_what, status, request) => {
    const { path, sent, error } = request;
    const { url, metadataUrl, token } = await startOAuthService();
    const credential = sent === 'the key' ? token : sent;
    const response = await fetch(url + path, {
      headers: credential === undefined ? {} : { Authorization: `Bearer ${credential}` },
    });
    expect(response.status).toBe(status);
    const { resourceMetadataUrl, ...rest } = extractWWWAuthenticateParams(response);
    expect(rest).toEqual({ error, scope: undefined, errorDescription: undefined });
    expect(resourceMetadataUrl?.href).toBe(metadataUrl);
    const found = { resourceMetadataUrl: metadataUrl };
    expect(await discoverOAuthProtectedResourceMetadata(`${url}/mcp`, found)).toEqual({
      resource: `${url}/mcp`,
      authorization_servers: [`${url}/login`],
    });
  });

  it('is the only way there: the client finds no metadata by itself', async () => {
    const { url } = await startOAuthService();
    await expect(discoverOAuthProtectedResourceMetadata(`${url}/mcp`)).rejects.toThrow('does not implement');
  });
});

describe.each(revisions)('with a client of revision %s', (revision) => {
  it('a person signs in where the refusal leads, and calls tools at the endpoint that takes keys', async () => {
    const { url, verified } = await startOAuthService();
    const provider = browserOf();
    const first = httpTransport(revision, url, { authProvider: provider });
    const Unauthorized = revision === '2025-11-25' ? EarlierUnauthorizedError : UnauthorizedError;
    await expect(connectClient(revision, first)).rejects.toBeInstanceOf(Unauthorized);
    const [page] = provider.visited;
    expect(page?.href.startsWith(`${url}/login/authorize?`)).toBe(true);
    expect(page?.searchParams.get('resource')).toBe(`${url}/mcp`);
    expect(verified).toEqual([]);

    await first.finishAuth(code);
    const client = await connectClient(revision, httpTransport(revision, url, { authProvider: provider }));
    expect(await client.callTool({ name: 'list_api_keys', arguments: {} })).toMatchObject({
      structuredContent: { owner: { kind: 'user', id: 'ada' } },
    });
  });

  it('a key works at the same endpoint, and is not taken for an access token', async () => {
    const { url, token, verified } = await startOAuthService();
    const headers = { Authorization: `Bearer ${token}` };
    const client = await connectClient(revision, httpTransport(revision, url, { requestInit: { headers } }));
    expect((await client.listTools()).tools).toContainEqual(
      expect.objectContaining({ name: 'create_api_key' }),
    );
    expect(verified).toEqual([]);
  });
});

/** A registered client of the authorization server, and the pages that it opened for its person. */
function browserOf(): OAuthClientProvider & { readonly visited: readonly URL[] } {
  const visited: URL[] = [];
  let tokens: Awaited<ReturnType<OAuthClientProvider['tokens']>>;
  let discovered: OAuthDiscoveryState | undefined;
  let verifier = '';
  return {
    visited,
    redirectUrl: 'http://localhost:3000/callback',
    clientMetadata: { redirect_uris: ['http://localhost:3000/callback'], token_endpoint_auth_method: 'none' },
    clientInformation: () => ({ client_id: 'test' }),
    tokens: () => tokens,
    saveTokens(saved) {
      tokens = saved;
    },
    redirectToAuthorization: (page) => void visited.push(page),
    saveCodeVerifier(saved) {
      verifier = saved;
    },
    codeVerifier: () => verifier,
    saveDiscoveryState(saved) {
      discovered = saved;
    },
    discoveryState: () => discovered,
  };
}
