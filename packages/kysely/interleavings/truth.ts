import type { KeyId } from '@postern/core';
import type { Steps } from '@postern/core/interleavings';

/** What was true of keys, and since when. Instants are numbers of steps. */
export interface Truth {
  /** To be called after each step that may have changed something. */
  observe(): void;
  /** What was true of a key after one step, and after each further one until another. */
  between(keyId: KeyId, startedAt: number, endedAt: number): ReadonlySet<string>;
}

/** Keeps what `look` returns for the keys: now, and whenever something is observed. */
export function truth(
  steps: Steps,
  keyIds: readonly KeyId[],
  look: (keyIds: readonly KeyId[]) => readonly string[],
): Truth {
  const seen: { readonly at: number; readonly values: readonly string[] }[] = [];
  const observe = () => void seen.push({ at: steps.taken.length, values: look(keyIds) });
  observe();
  return {
    observe,
    between(keyId, startedAt, endedAt) {
      const first = seen.findLastIndex(({ at }) => at <= startedAt);
      const during = seen.filter(({ at }, index) => index >= first && at <= endedAt);
      return new Set(during.map(({ values }) => values[keyIds.indexOf(keyId)] ?? 'not watched'));
    },
  };
}
