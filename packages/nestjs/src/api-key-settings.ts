import type { ApiKeys } from '@postern/core';
import { invalidConfig } from '@postern/core/ports';
import { type Authenticator, type AuthenticatorOptions, authenticator } from '@postern/http';
import type { SwitchToHttp } from './http-exchange.js';

/** The options of `ApiKeyGuard` and of the requirements. For the body of a refusal, write an exception filter. */
export interface ApiKeyGuardOptions<Kind extends string = string, Permission extends string = string>
  extends AuthenticatorOptions<Kind, Permission> {
  /**
   * Returns the request behind a context that is not HTTP, such as GraphQL, which then sends refusals in its own way.
   * Default: a guard throws `ERR_INVALID_CONFIG` in such a context.
   */
  readonly switchToHttp?: SwitchToHttp | undefined;
}

/** The checked options of an `ApiKeyModule`, which Nest injects into the guards. */
export interface ApiKeySettings {
  readonly authenticator: Authenticator;
  readonly switchToHttp: SwitchToHttp | undefined;
}

export const settingsToken: unique symbol = Symbol('the settings of ApiKeyModule');

/** Checks the options, also for callers without a compiler. Throws `ERR_INVALID_CONFIG`. */
export function readSettings(keys: ApiKeys, options: ApiKeyGuardOptions): ApiKeySettings {
  const { switchToHttp, ...others }: ApiKeyGuardOptions = Object(options);
  if (switchToHttp !== undefined && typeof switchToHttp !== 'function')
    throw invalidConfig('switchToHttp must be a function');
  if ('onRefused' in others)
    throw invalidConfig('onRefused is not an option in Nest; write an exception filter for ApiKeyException');
  return { authenticator: authenticator(keys, others), switchToHttp };
}
