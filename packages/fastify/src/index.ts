export type { CredentialHeader, HttpRefusal, ProblemDocument, RefusalCode } from '@postern/http';
export { type ApiKeyAuthOptions, type ApiKeyAuthPlugin, apiKeyAuth, apiKeyHook } from './api-key-auth.js';
export { principalOf } from './principal-of.js';
export { requireKinds, requireScopes } from './requirements.js';
export type { OnRefused } from './responses.js';
export type { AnyReply, AnyRequest, RouteHook } from './route-hook.js';
