import { types } from 'node:util';

/**
 * Checks whether a value is a `Proxy`, whose properties may be others than those of its target.
 *
 * @example
 * isProxy(new Proxy(request, {})); // true
 */
export function isProxy(value: unknown): boolean {
  return types.isProxy(value);
}
