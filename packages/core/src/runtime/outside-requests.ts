import { AsyncResource } from 'node:async_hooks';

/**
 * Binds a function to the current `AsyncLocalStorage` context. Work that Postern batches for several requests runs in the
 * context in which `createApiKeys` was called, which normally is not a request's. So what a directory or a storage sees there
 * never depends on which other requests came in that turn.
 */
export function outsideRequests<Arguments extends readonly unknown[]>(
  run: (...given: Arguments) => void,
): (...given: Arguments) => void {
  const resource = new AsyncResource('PosternTurn');
  return (...given) => /* F17 */ resource.runInAsyncScope(run, undefined, ...given);
}
