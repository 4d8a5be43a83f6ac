export { authenticationMissing } from './authentication-missing.js';
export {
  type Authentication,
  type Authenticator,
  authenticator,
  type HttpRequest,
} from './authenticator.js';
export {
  type Established,
  type EstablishedRequests,
  establishedRequests,
  type Judgement,
  type Refused,
  type Requirement,
} from './established-requests.js';
export { type Extraction, extractCredential } from './extract-credential.js';
export type { CredentialHeader, RawHeaders } from './header-lines.js';
export {
  type HttpAnswer,
  type HttpRefusal,
  type ProblemDocument,
  problemContentType,
  type RefusalCode,
} from './http-refusal.js';
export type { AuthenticatorOptions } from './options.js';
export { type ReadRequirement, readRequirement } from './requirements.js';
export {
  defaultCacheControl,
  mergeVary,
  refusalCacheControl,
  refusalHeaderNames,
} from './response-headers.js';
