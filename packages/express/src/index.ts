export type { CredentialHeader, HttpRefusal, ProblemDocument, RefusalCode } from '@postern/http';
export type { RouteHandler } from './api-key-auth.js';
export { type ApiKeyAuthOptions, apiKeyAuth } from './api-key-auth.js';
export { principalOf } from './principal-of.js';
export { requireKinds, requireScopes } from './requirements.js';
export type { OnRefused } from './responses.js';
