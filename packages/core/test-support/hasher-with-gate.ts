import type { Hasher } from '../src/ports.js';
import { insecureHasher } from '../src/testing/index.js';
import { deferred } from './deferred.js';

/** A hasher whose `verify` knows its answer immediately, but returns it only when the gate is opened. */
export function hasherWithGate() {
  const inner = insecureHasher();
  const [reached, opened] = [deferred(), deferred()];
  const hasher: Hasher = {
    ...inner,
    async verify(token, hash) {
      const answer = await inner.verify(token, hash);
      reached.resolve();
      await opened.promise;
      return answer;
    },
  };
  return { hasher, reached: reached.promise, open: () => opened.resolve() };
}
