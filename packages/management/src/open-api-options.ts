import { invalidConfig } from '@postern/core/ports';

/** What the OpenAPI document says about the service that the management API is part of. */
export interface OpenApiOptions {
  /** Fields of the Info Object that replace the default ones. */
  readonly info?: OpenApiInfo | undefined;
  /**
   * How `authenticate` recognises people: schemes by name, any one of which is enough. Default: a cookie named
   * `session`, because Postern does not know your session.
   */
  readonly securitySchemes?: Readonly<Record<string, SecurityScheme>> | undefined;
}

/** @see https://spec.openapis.org/oas/v3.1.1#info-object */
export interface OpenApiInfo {
  readonly title?: string;
  readonly version?: string;
  readonly description?: string;
  readonly termsOfService?: string;
  readonly contact?: { readonly name?: string; readonly url?: string; readonly email?: string };
  readonly license?: { readonly name: string; readonly identifier?: string; readonly url?: string };
}

/** @see https://spec.openapis.org/oas/v3.1.1#security-scheme-object */
export type SecurityScheme = { readonly description?: string } & (
  | { readonly type: 'apiKey'; readonly in: 'cookie' | 'header' | 'query'; readonly name: string }
  | { readonly type: 'http'; readonly scheme: string; readonly bearerFormat?: string }
  | { readonly type: 'mutualTLS' }
  | { readonly type: 'oauth2'; readonly flows: Readonly<Record<string, unknown>> }
  | { readonly type: 'openIdConnect'; readonly openIdConnectUrl: string }
);

/** The options with their defaults. */
interface ReadOpenApiOptions {
  readonly info: OpenApiInfo;
  readonly securitySchemes: Readonly<Record<string, SecurityScheme>>;
}

const defaultInfo: OpenApiInfo = {
  title: 'API keys',
  version: '0.1.0',
  description: 'Create, view and revoke API keys. A token is shown once, in the response that issues it.',
  contact: { name: 'The operators of this service' },
  license: { name: 'MIT', identifier: 'MIT' },
};

const defaultSecuritySchemes: Readonly<Record<string, SecurityScheme>> = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'session',
    description:
      'The session of a person who is signed in to this service. The cookie may have another name.',
  },
};

/**
 * Checks the options and fills in the defaults.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if one is not what OpenAPI requires.
 */
export function readOpenApiOptions(options: OpenApiOptions = {}): ReadOpenApiOptions {
  if (!isObject(options)) throw invalidConfig('openApi must be an object');
  const { info = {}, securitySchemes = defaultSecuritySchemes } = options;
  if (!isObject(info) || !isObject(securitySchemes))
    throw invalidConfig('openApi.info and openApi.securitySchemes must be objects');
  const schemes = Object.entries(securitySchemes);
  if (schemes.length === 0) throw invalidConfig('openApi.securitySchemes must have at least one scheme');
  for (const [name, scheme] of schemes)
    if (!/^[\w.-]+$/.test(name) || !isObject(scheme) || typeof scheme.type !== 'string')
      throw invalidConfig(
        'openApi.securitySchemes must be Security Scheme Objects with a `type`, under names of letters, digits, `.`, `_` and `-`',
      );
  return { info: { ...defaultInfo, ...info }, securitySchemes };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
