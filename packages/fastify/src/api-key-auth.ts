import type { ApiKeys } from '@postern/core';
import { invalidConfig } from '@postern/core/ports';
import { type AuthenticatorOptions, authenticator } from '@postern/http';
import { hasResponded, protectResponse, removeHeaders } from '@postern/http/node';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { decorateRequests, requests } from './principal-of.js';
import { type OnRefused, sendRefusal } from './responses.js';
import type { RouteHook } from './route-hook.js';

/** The options of `apiKeyAuth`. */
export interface ApiKeyAuthOptions<Kind extends string = string, Permission extends string = string>
  extends AuthenticatorOptions<Kind, Permission> {
  /** Creates the body of a refusal. Default: a problem document. */
  readonly onRefused?: OnRefused | undefined;
}

/** The plugin from `apiKeyAuth`. It takes no options from `register`: its routes would be open without them. */
export type ApiKeyAuthPlugin = FastifyPluginAsync<{ readonly [Name in OptionName]?: undefined }>;

type OptionName = keyof ApiKeyAuthOptions;

/**
 * Creates the plugin that lets requests with a valid key through and refuses all others. It applies to all routes of
 * the application or scope that registers it, and of the scopes within. Their handlers get the key's principal from
 * `principalOf(request)`. It adds to the `Vary` of every response, and sets `Cache-Control: private, no-store` unless
 * the response has a `Cache-Control`.
 *
 * If it runs twice for a request, the options and the principal of the last one count.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if an option is wrong, or names a kind or permission that is not
 *   declared.
 * @example
 * app.register(async (api) => {
 *   api.register(apiKeyAuth(keys, { realm: 'api', scopes: ['agents:read'] }));
 *   api.get('/agents', (request) => agentsOf(principalOf(request).owner));
 * }, { prefix: '/api' });
 */
export function apiKeyAuth<Kind extends string, Permission extends string>(
  keys: ApiKeys<Kind, Permission>,
  options: ApiKeyAuthOptions<NoInfer<Kind>, NoInfer<Permission>> = {},
): ApiKeyAuthPlugin {
  const hook = apiKeyHook(keys, options);
  const plugin: ApiKeyAuthPlugin = async function apiKeyAuth(app, registerOptions) {
    for (const name of Object.keys(optionNames) as OptionName[])
      if (registerOptions[name] !== undefined)
        throw invalidConfig(
          `pass ${name} to apiKeyAuth, not to register: register(apiKeyAuth(keys, options))`,
        );
    decorateRequests(app);
    app.addHook('onRequest', hook);
  };
  return Object.assign(plugin, pluginProperties);
}

/**
 * Creates the hook of the plugin, for an application that decides on each request whether to call it. The options and
 * the errors are those of `apiKeyAuth`.
 *
 * @example
 * const requireKey = apiKeyHook(keys);
 * app.addHook('onRequest', (request, reply, done) =>
 *   request.url === '/health' ? done() : requireKey(request, reply, done),
 * );
 */
export function apiKeyHook<Kind extends string, Permission extends string>(
  keys: ApiKeys<Kind, Permission>,
  options: ApiKeyAuthOptions<NoInfer<Kind>, NoInfer<Permission>> = {},
): RouteHook {
  const auth = authenticator(keys, options);
  const refuse = options.onRefused;

  return function apiKeyAuth(request, reply, done) {
    const res = (reply as FastifyReply).raw;
    protectResponse(res);
    const { method, originalUrl: url, raw } = request;
    // If the hook returned this promise, Fastify would wait for the end of the response, and would go on to the handler
    // of a refused request if its client disconnected before that.
    void auth.authenticate({ method, url, rawHeaders: raw.rawHeaders }).then((authentication) => {
      // The caller has been told that the request failed, so the handler must not run.
      if (hasResponded(res)) return;
      if (!authentication.ok)
        return void sendRefusal([request, reply, done], { refusal: authentication.refusal, refuse });
      if (authentication.headersToRemove)
        removeHeaders((request as FastifyRequest).raw, authentication.headersToRemove);
      requests.set(raw, { authenticator: auth, principal: authentication.principal, refuse });
      done();
    });
  };
}

/** A record, so that it does not compile without an option that is added later. */
const optionNames: Readonly<Record<OptionName, true>> = {
  realm: true,
  resourceMetadata: true,
  headers: true,
  kinds: true,
  scopes: true,
  preflight: true,
  removeCredential: true,
  onRefused: true,
};

/** What `fastify-plugin` would set. Without `skip-override`, the hook would apply to the plugin alone, and no route. */
const pluginProperties = {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: '@postern/fastify',
  [Symbol.for('plugin-meta')]: { name: '@postern/fastify', fastify: '5.x' },
};
