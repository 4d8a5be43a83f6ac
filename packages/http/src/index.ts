export {
  type AuthenticatedRequest,
  type AuthenticatedRequests,
  type AuthorizationResult,
  authenticatedRequests,
  type Refused,
  type RequestStore,
  type Requirement,
} from './authenticated-requests.js';
export {
  type Authentication,
  type Authenticator,
  authenticator,
  type HttpRequest,
} from './authenticator.js';
export {
  authenticationMissing,
  defaultCacheControl,
  mergeVary,
  refusalCacheControl,
  refusalHeaderNames,
  refusalOnlyHeaderNames,
} from './build-refusal.js';
export type { CredentialHeader, RawHeaders } from './extract-credential.js';
export { type Extraction, extractCredential } from './extract-credential.js';
export {
  type HttpRefusal,
  type ProblemDocument,
  type ProblemResponse,
  problemContentType,
  type RefusalCode,
} from './http-refusal.js';
export type { AuthenticatorOptions } from './options.js';
export { privateField } from './private-field.js';
export { type ReadRequirement, readRequirement } from './requirements.js';
