/** Collects all garbage, and gives the bytes in use: heap and buffers. Node must run with `--expose-gc`. */
export function bytesInUse(): number {
  if (globalThis.gc === undefined) throw new Error('start node with --expose-gc');
  // What the first collection finalizes, the second one frees.
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
