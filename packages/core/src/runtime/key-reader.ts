import { isFault, PosternError, safeCause } from '../errors.js';
import type { StoredKey } from '../model/api-key.js';
import type { KeyId } from '../model/key-id.js';
import type { Clock } from '../ports/clock.js';
import type { FoundKey, KeyLookup } from '../ports/key-lookup.js';
import { gatherPerTurn } from './gather-per-turn.js';
import { isPromiseLike, withinDeadline } from './within-deadline.js';

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

async function findAll(
  lookup: KeyLookup,
  keyIds: readonly KeyId[],
  { clock, deadlineMs }: { readonly clock: Clock; readonly deadlineMs: number },
): Promise<ReadonlyMap<KeyId, FoundKey>> {
  try {
    const answer = lookup.find(keyIds);
    const onLate = () => unavailable(`did not answer within ${deadlineMs} ms`);
    const found = isPromiseLike(answer)
      ? await withinDeadline(clock, answer, { ms: deadlineMs, onLate })
      : answer;
    if (typeof found?.get !== 'function') throw unavailable('answered with something that is no Map');
    return found;
  } catch (error) {
    throw isFault(error) ? error : unavailable('failed', error);
  }
}

function readable(found: FoundKey | undefined): StoredKey | undefined {
  if (found === undefined) return undefined;
  if (typeof found === 'object' && found !== null && 'hash' in found) return found;
  throw new PosternError(
    'ERR_RECORD_UNREADABLE',
    'the record of this key can not be understood; repair its row, or delete it',
  );
}

function unavailable(what: string, error?: unknown): PosternError {
  return new PosternError('ERR_REPOSITORY_UNAVAILABLE', `the key repository ${what}`, {
    cause: safeCause(error),
  });
}
