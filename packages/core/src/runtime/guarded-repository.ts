import { PosternError, safeCause } from '../errors.js';
import type { KeyRepository } from '../ports/key-repository.js';
import { callPort } from './call-port.js';

/**
 * Passes calls on, and wraps foreign errors: a driver's message quotes rows and parameters (docs/threat-model.md, P07), so of its
 * error only the class and the code are kept.
 */
export function guardedRepository(repository: KeyRepository): KeyRepository {
  return {
    find: (ids) => repository.find(ids),
    get: (keyId) => guarded(() => repository.get(keyId)),
    insert: (stored, entry) => guarded(() => repository.insert(stored, entry)),
    insertIdempotent: (insertion, entry, entryOf) =>
      guarded(() => repository.insertIdempotent(insertion, entry, entryOf)),
    revoke: (revocation, entry) => guarded(() => repository.revoke(revocation, entry)),
    revokeAll: (revocation, entryOf) => guarded(() => repository.revokeAll(revocation, entryOf)),
    disable: (disabling, entry) => guarded(() => repository.disable(disabling, entry)),
    enable: (enabling, entry) => guarded(() => repository.enable(enabling, entry)),
    rename: (renaming, entry) => guarded(() => repository.rename(renaming, entry)),
    rotate: (rotation, entries) => guarded(() => repository.rotate(rotation, entries)),
    rehash: (rehash, entry) => guarded(() => repository.rehash(rehash, entry)),
    purge: (query, entryOf) => guarded(() => repository.purge(query, entryOf)),
    list: (query) => guarded(() => repository.list(query)),
    history: (query) => guarded(() => repository.history(query)),
    recordUses: (uses) => guarded(() => repository.recordUses(uses)),
    insertOffer: (insertion, entry) => guarded(() => repository.insertOffer(insertion, entry)),
    getOffer: (offerId) => guarded(() => repository.getOffer(offerId)),
    withdrawOffer: (withdrawal, entry) => guarded(() => repository.withdrawOffer(withdrawal, entry)),
    claimOffer: (claim, entries) => guarded(() => repository.claimOffer(claim, entries)),
  };
}

async function guarded<Value>(call: () => Promise<Value>): Promise<Value> {
  return callPort(call, (error) => {
    const cause = safeCause(error);
    return new PosternError('ERR_REPOSITORY_UNAVAILABLE', 'the key repository failed', { cause });
  });
}
