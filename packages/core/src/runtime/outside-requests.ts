import { AsyncResource } from 'node:async_hooks';

/**
 * Makes a function run in the `AsyncLocalStorage` context that is current now, whoever calls it. What Postern does for several
 * requests together runs in the context in which `createApiKeys` was called, which is no request's as a rule: what a
 * directory or a storage sees there never depends on who else came in that turn.
 */
export function outsideRequests<Arguments extends readonly unknown[]>(
  run: (...given: Arguments) => void,
): (...given: Arguments) => void {
  const resource = new AsyncResource('PosternTurn');
  return (...given) => resource.runInAsyncScope(run, undefined, ...given);
}
