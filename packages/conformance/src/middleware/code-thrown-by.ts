import { isPosternError } from '@postern/core';

/**
 * Gives the `code` of what a call throws, or says what came instead: what `/open` of a subject answers.
 *
 * @example
 * codeThrownBy(() => keys.authorize(principal, { scopes: [] }));
 */
export function codeThrownBy(call: () => unknown): string {
  try {
    call();
    return 'nothing was thrown';
  } catch (error) {
    return isPosternError(error) ? error.code : String(error);
  }
}
