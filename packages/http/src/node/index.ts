/** What the middleware of every framework on Node's `http` needs to write responses. */
export { beforeHeaders } from './before-headers.js';
export { removeHeaders } from './requests.js';
export { hasResponded, protectResponse, sendProblem, writeRefusalHead } from './responses.js';
