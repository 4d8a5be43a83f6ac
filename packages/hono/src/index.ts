export type { CredentialHeader, HttpRefusal, ProblemDocument, RefusalCode } from '@postern/http';
export { type ApiKeyAuthOptions, apiKeyAuth } from './api-key-auth.js';
export type { ApiKeyEnv } from './api-key-env.js';
export { principalOf } from './principal-of.js';
export type { OnRefused } from './refuse.js';
export { requireKinds } from './require-kinds.js';
export { requireScopes } from './require-scopes.js';
