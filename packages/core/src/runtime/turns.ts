import { AsyncResource } from 'node:async_hooks';
import type { MaybePromise } from '../ports/maybe-promise.js';

/** The items of one batch, and the promise that everyone who added one waits for: promises are expensive. */
interface Batch<Item> {
  readonly items: Item[];
  readonly done: Promise<void>;
  readonly finish: (result: MaybePromise<void>) => void;
}

/**
 * Collects the items of one turn of the event loop, and runs them together, at most `batchSize` at a time. Returns a
 * promise that settles once the item's batch has run. A batch waits for `setImmediate`, because microtasks run between
 * the sockets of one turn: each batch would hold one request. A slow batch never delays a later one. Batches run
 * outside any request's context. If requests are isolated, each item runs alone, in its own context. `run` must not
 * fail.
 */
export function batchPerTurn<Item>(
  batchSize: number,
  run: (items: readonly Item[]) => MaybePromise<void>,
): (item: Item) => MaybePromise<void> {
  if (requestsAreIsolated) return (item) => run([item]);
  let batches: Batch<Item>[] = [];

  const runAll = outsideRequests(() => {
    const collected = batches;
    batches = [];
    for (const { items, finish } of collected) finish(run(items));
  });

  return (item) => {
    let batch = batches.at(-1);
    if (batch === undefined) setImmediate(runAll);
    if (batch === undefined || batch.items.length >= batchSize) {
      batch = emptyBatch<Item>();
      batches.push(batch);
    }
    batch.items.push(item);
    return batch.done;
  };
}

function emptyBatch<Item>(): Batch<Item> {
  let finish: Batch<Item>['finish'] = () => undefined;
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return { items: [], done, finish };
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
