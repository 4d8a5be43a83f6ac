export type { CredentialHeader, HttpRefusal, ProblemDocument, RefusalCode } from '@postern/http';
export { ApiKeyException } from './api-key-exception.js';
export { ApiKeyGuard, SkipApiKey } from './api-key-guard.js';
export { ApiKeyModule, type ApiKeyModuleAsyncOptions, type ApiKeyModuleReach } from './api-key-module.js';
export type { ApiKeyGuardOptions } from './api-key-settings.js';
export type { HttpExchange, SwitchToHttp } from './http-exchange.js';
export { CurrentPrincipal, principalOf } from './principal-of.js';
export { type ApiKeyDecorators, apiKeyDecorators } from './requirements.js';
