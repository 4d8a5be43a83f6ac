export {
  type ManagementHandler,
  type ManagementOptions,
  managementHandler,
} from './management-handler.js';
export { nodeListener } from './node-listener.js';
export type { FieldError, ManagementProblem } from './problem.js';
export type { EntryView, KeyView } from './schemas.js';
