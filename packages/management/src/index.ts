export { formReferrerPolicy, isCrossSite } from './cross-site.js';
export { type GitHubKeys, type GitHubKeysOptions, githubKeys } from './github-keys.js';
export { type LeakHandler, type LeakHandlerOptions, leakHandler } from './leak-handler.js';
export {
  type ManagementHandler,
  type ManagementOptions,
  managementHandler,
} from './management-handler.js';
export { type NodeListener, nodeListener } from './node-listener.js';
export type { OpenApiInfo, OpenApiOptions, SecurityScheme } from './open-api-options.js';
export { defaultOwnerPaths, type OwnerPath, type OwnerPaths, pathOfOwner } from './owner-paths.js';
export type { FieldError, ManagementProblem } from './problem.js';
export { type ProblemCode, problemCodeOf, problems } from './problem-codes.js';
export { type BodyForm, type BodyText, hasMediaType, readBody, readForm } from './read-body.js';
export { type StreamTerms, streamWhile } from './stream-while.js';
export type { EntryView, KeyView, RotationView } from './views.js';
