import {
  type CanActivate,
  type ExecutionContext,
  Inject,
  Injectable,
  Optional,
  UseGuards,
} from '@nestjs/common';
import type { ApiKeys, Requirements } from '@postern/core';
import { invalidConfig } from '@postern/core/ports';
import { type Requirement, readRequirement } from '@postern/http';
import { refused } from './api-key-exception.js';
import { authenticate } from './api-key-guard.js';
import { type ApiKeySettings, settingsToken } from './api-key-settings.js';
import { exchangeOf } from './http-exchange.js';
import { requests } from './principal-of.js';

/** The requirements of routes. */
export interface ApiKeyDecorators<Kind extends string, Permission extends string> {
  /** The key must have all of these permissions. */
  readonly RequireScopes: (...scopes: [Permission, ...Permission[]]) => MethodDecorator & ClassDecorator;
  /** The key must have one of these kinds. */
  readonly RequireKinds: (...kinds: [Kind, ...Kind[]]) => MethodDecorator & ClassDecorator;
}

type KindOf<Keys extends ApiKeys> = Keys['kinds'][number];
type PermissionOf<Keys extends ApiKeys> = NonNullable<Keys['permissions']>[number];

/**
 * Creates `@RequireScopes` and `@RequireKinds`, which only take names that the keys declare. On a class, they are
 * required of each of its routes, in addition to what the route requires. A route with one of them needs a key, with or
 * without `ApiKeyGuard`, and never verifies it twice.
 *
 * @param keys The keys of `ApiKeyModule`. If Nest creates them, pass their type: `apiKeyDecorators<Keys>()`.
 * @throws {PosternError} `ERR_INVALID_CONFIG` from a decorator, or from Nest when it starts, if nothing is named, or a
 *   name is not declared, or `ApiKeyModule` has other keys. If it does not reach the controller's module, and no
 *   `ApiKeyGuard` with the same keys runs first, the response is 500.
 * @example
 * const { RequireScopes, RequireKinds } = apiKeyDecorators(keys);
 */
export function apiKeyDecorators<Keys extends ApiKeys = never>(
  keys?: Keys,
): ApiKeyDecorators<KindOf<Keys>, PermissionOf<Keys>> {
  return {
    RequireScopes: (...scopes) => UseGuards(requirementGuard('RequireScopes', keys, { scopes })),
    RequireKinds: (...kinds) => UseGuards(requirementGuard('RequireKinds', keys, { kinds })),
  };
}

type Guard = new (settings?: ApiKeySettings) => CanActivate;

/** Creates a class of its own for each requirement, because Nest injects the settings of the controller's module. */
function requirementGuard(name: string, keys: ApiKeys | undefined, required: Requirements): Guard {
  if (keys !== undefined) readRequirement(keys, required);

  class RequirementGuard implements CanActivate {
    readonly #settings: ApiKeySettings | undefined;
    readonly #requirement: Requirement;

    constructor(settings?: ApiKeySettings) {
      const given = settings?.authenticator.keys ?? keys;
      if (given === undefined || (keys !== undefined && given !== keys))
        throw invalidConfig(
          `${name} needs an ApiKeyModule with the same keys; import it in this module, or make it global`,
        );
      this.#settings = settings;
      this.#requirement = { keys: given, requirements: readRequirement(given, required), name };
    }

    async canActivate(context: ExecutionContext): Promise<boolean> {
      const settings = this.#settings;
      if (settings !== undefined && !(await authenticate(context, settings))) return false;
      const { req, res } = exchangeOf(context, settings?.switchToHttp);
      const result = requests.authorize(req, this.#requirement);
      if (!result.ok) throw refused(context, { res, refusal: result.refusal });
      return true;
    }
  }
  Object.defineProperty(RequirementGuard, 'name', { value: name });
  Injectable()(RequirementGuard);
  Inject(settingsToken)(RequirementGuard, undefined, 0);
  Optional()(RequirementGuard, undefined, 0);
  return RequirementGuard;
}
