/**
 * Whether requests must not wait for each other's work. Cloudflare Workers (workerd) end the timers and the I/O of a request
 * with that request: a batch, a hash or a place in a queue that another request started may never end.
 *
 * @see https://developers.cloudflare.com/workers/runtime-apis/web-standards/#navigatoruseragent
 */
export const requestsAreIsolated: boolean =
  (globalThis as { readonly navigator?: { readonly userAgent?: unknown } }).navigator?.userAgent ===
  'Cloudflare-Workers';
