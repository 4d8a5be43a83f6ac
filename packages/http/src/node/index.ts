/** What the middleware of every framework on Node's `http` needs. */
export { beforeHeaders } from './before-headers.js';
export { incomingBehind } from './incoming-behind.js';
export { removeHeaders } from './requests.js';
export {
  enforceRefusalHead,
  hasResponded,
  protectResponse,
  sendProblem,
  writeRefusalHead,
} from './responses.js';
