import { createRequire } from 'node:module';

/** Reads the system's monotonic clock, which all processes share, in nanoseconds. */
export const monotonicNs = process.versions.bun === undefined ? () => process.hrtime.bigint() : clockOfBun();

/** In Bun, `process.hrtime` starts with the process. */
function clockOfBun() {
  const { dlopen } = createRequire(import.meta.url)('bun:ffi');
  const { symbols } = dlopen('libc.so.6', { clock_gettime: { args: ['i32', 'ptr'], returns: 'i32' } });
  const time = new BigInt64Array(2);
  const monotonic = 1;
  return () => {
    symbols.clock_gettime(monotonic, time);
    return time[0] * 1_000_000_000n + time[1];
  };
}
