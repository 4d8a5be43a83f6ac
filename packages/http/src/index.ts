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
} from './build-refusal.js';
export {
  type Established,
  type EstablishedRequests,
  establishedRequests,
  type Judgement,
  type Refused,
  type Requirement,
} from './established-requests.js';
export type { CredentialHeader, RawHeaders } from './extract-credential.js';
export { type Extraction, extractCredential } from './extract-credential.js';
export {
  type HttpAnswer,
  type HttpRefusal,
  type ProblemDocument,
  problemContentType,
  type RefusalCode,
} from './http-refusal.js';
export type { AuthenticatorOptions } from './options.js';
export { type ReadRequirement, readRequirement } from './requirements.js';
