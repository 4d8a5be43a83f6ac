/** What every middleware that works with the `Headers` and `Response` of the Fetch API needs. */

export { rawHeadersFrom } from './raw-headers.js';
export { withoutHeaders } from './requests.js';
export { protectHeaders, protectResponse, refusalResponse, setRefusalHeaders } from './responses.js';
