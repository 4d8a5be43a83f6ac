import { PosternError, safeCause } from '../errors.js';
import type { StoredKey } from '../model/api-key.js';
import type { KeyId } from '../model/key-id.js';
import type { Clock } from '../ports/clock.js';
import type { FoundKey, KeyLookup } from '../ports/key-lookup.js';
import { callPort } from './call-port.js';
import { gatherPerTurn } from './gather-per-turn.js';
import { isPromiseLike } from './is-promise-like.js';
import { withinDeadline } from './within-deadline.js';

const mostIdsPerRead = 256;

/** Reads records one by one for its callers, and together, once a turn, from the lookup. */
export function keyReader(
  lookup: KeyLookup,
  { clock, deadlineMs }: { readonly clock: Clock; readonly deadlineMs: number },
): (keyId: KeyId) => Promise<StoredKey | undefined> {
  return gatherPerTurn({
    identify: (keyId: KeyId) => keyId,
    most: mostIdsPerRead,
    ask(keyIds) {
      const found = findAll(lookup, keyIds, { clock, deadlineMs });
      return keyIds.map(async (keyId) => readable((await found).get(keyId)));
    },
  });
}

function findAll(
  lookup: KeyLookup,
  keyIds: readonly KeyId[],
  { clock, deadlineMs }: { readonly clock: Clock; readonly deadlineMs: number },
): Promise<ReadonlyMap<KeyId, FoundKey>> {
  const onLate = () => unavailable(`did not answer within ${deadlineMs} ms`);
  return callPort(
    async () => {
      const answer = lookup.find(keyIds);
      // Not awaited where it came directly: a promise costs.
      const isLater = isPromiseLike(answer);
      const found = isLater ? await withinDeadline(clock, answer, { ms: deadlineMs, onLate }) : answer;
      if (typeof found?.get === 'function') return found;
      throw unavailable('answered with something that is no Map');
    },
    (error) => unavailable('failed', error),
  );
}

function readable(found: FoundKey | undefined): StoredKey | undefined {
  if (found === undefined) return undefined;
  if (typeof found === 'object' && found !== null && 'hash' in found) return found;
  throw new PosternError(
    'ERR_RECORD_UNREADABLE',
    'the record of this key cannot be understood; repair its row, or delete it',
  );
}

function unavailable(what: string, error?: unknown): PosternError {
  return new PosternError('ERR_REPOSITORY_UNAVAILABLE', `the key repository ${what}`, {
    cause: safeCause(error),
  });
}
