/** Collects all garbage, and returns the bytes in use by heap and buffers. Node must run with `--expose-gc`. */
export function bytesInUse(): number {
  if (globalThis.gc === undefined) throw new Error('run node with --expose-gc');
  // The second collection frees what the first one finalizes.
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
