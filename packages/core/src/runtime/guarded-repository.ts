import { isFault, PosternError, safeCause } from '../errors.js';
import type { KeyRepository } from '../ports/key-repository.js';

/**
 * Passes calls on, and wraps foreign errors: a driver's message quotes rows and parameters (docs/threat-model.md, P07), so of its
 * error only the class and the code are kept.
 */
export function guardedRepository(repository: KeyRepository): KeyRepository {
  return {
    find: (ids) => repository.find(ids),
    insert: (stored, entry) => guarded(() => repository.insert(stored, entry)),
    revoke: (revocation, entry) => guarded(() => repository.revoke(revocation, entry)),
    list: (query) => guarded(() => repository.list(query)),
    history: (query) => guarded(() => repository.history(query)),
    recordUses: (uses) => guarded(() => repository.recordUses(uses)),
  };
}

async function guarded<Value>(call: () => Promise<Value>): Promise<Value> {
  try {
    return await call();
  } catch (error) {
    if (isFault(error)) throw error;
    throw new PosternError('ERR_REPOSITORY_UNAVAILABLE', 'the key repository failed', {
      cause: safeCause(error),
    });
  }
}
