import { type ApiKeys, isPosternError, PosternError, safeCause } from '@postern/core';

/**
 * Tells of what a function of the host threw, which would go unseen behind a 503. Core tells of its own faults itself.
 *
 * @example
 * app.onError((error, c) => {
 *   tellUnexpected(keys, error);
 *   return c.text('Try again shortly.', 503);
 * });
 */
export function tellUnexpected(keys: Pick<ApiKeys, 'emit'>, error: unknown): void {
  if (isPosternError(error)) return;
  const message = 'a function that the host gave threw; the cause has its class';
  const unexpected = new PosternError('ERR_UNEXPECTED', message, { cause: safeCause(error) });
  keys.emit({ type: 'fault', code: 'ERR_UNEXPECTED', error: unexpected });
}
