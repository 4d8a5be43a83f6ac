export type { CredentialHeader, HttpRefusal, ProblemDocument, RefusalCode } from '@postern/http';
export {
  type AuthenticateRequestOptions,
  authenticateRequest,
  type RequestAuthentication,
} from './authenticate-request.js';
export { principalOf } from './principal-of.js';
export { requireKinds, requireScopes } from './requirements.js';
export type { OnRefused } from './responses.js';
export { type HandlerWrapper, type WithApiKeyOptions, withApiKey } from './with-api-key.js';
