/**
 * What the packages of Postern share with the management API. This is not API: any of it may change in any release, so
 * import from `@postern/management` instead.
 *
 * @internal
 * @module
 */
export { actorPattern, parseActorReference } from '../actor-reference.js';
export { adminSection } from '../admin/admin-operations.js';
export { type ExportFormat, type ExportType, exportFormats } from '../admin/export-formats.js';
export { type ExportSource, exportKeys } from '../admin/export-keys.js';
export { askIsAdmin, type IsAdmin, readIsAdmin } from '../admin/require-admin.js';
export { readTrustedOrigins } from '../cross-site.js';
export { nextTurn } from '../next-turn.js';
export { findOwner, findPath, type OwnerRoute, ownersAt, readOwnerPaths } from '../owner-paths.js';
export { reportUnexpected } from '../problem.js';
export type { ProblemStatus, RequestErrorCode } from '../problem-codes.js';
export { type KeyPageView, viewKeyPage } from '../views.js';
