/**
 * Whether requests must not wait for each other's work. Cloudflare Workers (workerd) end the timers and I/O of a request when
 * the request ends, so a batch or a hash that another request started may never finish, and never free its place in a queue.
 *
 * @see https://developers.cloudflare.com/workers/runtime-apis/web-standards/#navigatoruseragent
 */
export const requestsAreIsolated: boolean =
  (globalThis as { readonly navigator?: { readonly userAgent?: unknown } }).navigator?.userAgent ===
  'Cloudflare-Workers';
