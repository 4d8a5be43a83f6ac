import { AsyncResource } from 'node:async_hooks';

/**
 * Collects the items of one turn of the event loop, and passes them on together, at most `batchSize` at a time. It
 * waits for `setImmediate`, because microtasks run between the sockets of one turn: each batch would hold one request.
 * A slow batch never delays a later one. Batches run outside any request's context. If requests are isolated, each item
 * is passed on alone, in its own context.
 */
export function batchPerTurn<Item>(
  batchSize: number,
  pass: (items: readonly Item[]) => void,
): (item: Item) => void {
  if (requestsAreIsolated) return (item) => pass([item]);
  let collected: Item[] = [];

  const passAll = outsideRequests(() => {
    const items = collected;
    collected = [];
    for (let start = 0; start < items.length; start += batchSize) pass(items.slice(start, start + batchSize));
  });

  return (item) => {
    if (collected.length === 0) setImmediate(passAll);
    collected.push(item);
  };
}

/** Waits for the next turn of the event loop, so that other requests make progress. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Binds a function to the current `AsyncLocalStorage` context. Work that Postern batches for several requests runs in
 * the context in which `createApiKeys` was called, which normally is not a request's. So what a directory or a storage
 * sees there never depends on which other requests arrived in that turn.
 */
export function outsideRequests<Arguments extends readonly unknown[]>(
  run: (...given: Arguments) => void,
): (...given: Arguments) => void {
  const resource = new AsyncResource('PosternTurn');
  return (...given) => /* F17 */ resource.runInAsyncScope(run, undefined, ...given);
}

/**
 * Whether requests must not wait for each other's work. Cloudflare Workers (workerd) end the timers and I/O of a
 * request when the request ends, so a batch or a hash that another request started may never finish, and never give up
 * its place in a queue.
 *
 * @see https://developers.cloudflare.com/workers/runtime-apis/web-standards/#navigatoruseragent
 */
export const requestsAreIsolated: boolean =
  (globalThis as { readonly navigator?: { readonly userAgent?: unknown } }).navigator?.userAgent ===
  'Cloudflare-Workers';
