/** Says whether a port answered by a promise. A port written in plain JavaScript may answer anything. */
export function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
