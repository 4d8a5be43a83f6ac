import { type CanActivate, type ExecutionContext, Inject, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { hasResponded, protectResponse, removeHeaders } from '@postern/http/node';
import { refused } from './api-key-exception.js';
import { type ApiKeySettings, settingsToken } from './api-key-settings.js';
import { exchangeOf, isHandshake } from './http-exchange.js';
import { requests } from './principal-of.js';

const skip = 'postern:skip';
const reflector = new Reflector();

/**
 * Lets requests with a valid key through, and throws an `ApiKeyException` for all others. Handlers behind it get the
 * key's principal from `@CurrentPrincipal()`. It adds to the `Vary` of every response, and sets
 * `Cache-Control: private, no-store` unless the response has a `Cache-Control`.
 *
 * If two with different settings run for a request, the settings and the principal of the last one count.
 *
 * @example
 * const providers = [{ provide: APP_GUARD, useExisting: ApiKeyGuard }];
 */
export class ApiKeyGuard implements CanActivate {
  readonly #settings: ApiKeySettings;

  constructor(settings: ApiKeySettings) {
    this.#settings = settings;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    return reflector.get(skip, context.getHandler()) === true || authenticate(context, this.#settings);
  }
}
// Called as functions, so that the package works without a compiler that knows decorators and emits metadata.
Injectable()(ApiKeyGuard);
Inject(settingsToken)(ApiKeyGuard, undefined, 0);

/**
 * Opens a route that `ApiKeyGuard` protects. It is only for methods: on a class, it would also open a method with a
 * guard of its own. A route with a requirement, even one of its class, is never open.
 */
export const SkipApiKey: () => MethodDecorator = () => SetMetadata(skip, true);

/**
 * Authenticates a request, unless it already was with these settings. That of a web socket is authenticated for each
 * message, because its key may have been revoked since the socket was opened. Resolves to false if something else has
 * responded in the meantime, usually a timeout: then no handler may run.
 *
 * @throws {HttpException} if the request is refused.
 */
export async function authenticate(context: ExecutionContext, settings: ApiKeySettings): Promise<boolean> {
  const { authenticator, switchToHttp } = settings;
  const { req, res, url } = exchangeOf(context, switchToHttp);
  if (!isHandshake(req)) {
    if (requests.get(req)?.authenticator === authenticator) return true;
    protectResponse(res);
  }
  const { method = '', rawHeaders } = req;
  const authentication = await authenticator.authenticate({ method, url, rawHeaders });
  if (hasResponded(res)) return false;
  if (!authentication.ok) throw refused(context, { res, refusal: authentication.refusal });
  if (authentication.headersToRemove) removeHeaders(req, authentication.headersToRemove);
  requests.set(req, { authenticator, principal: authentication.principal, refuse: undefined });
  return true;
}
