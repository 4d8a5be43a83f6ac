import type { KeyLookup, KeyRepository } from '@postern/core';
import type { KeyDatabase } from './key-database.js';
import { claimOffer } from './queries/claim-offer.js';
import { disableKey } from './queries/disable-key.js';
import { enableKey } from './queries/enable-key.js';
import { getKey } from './queries/get-key.js';
import { getOffer } from './queries/get-offer.js';
import { insertIdempotently } from './queries/insert-idempotently.js';
import { insertKeyWithEntry } from './queries/insert-key.js';
import { insertOffer } from './queries/insert-offer.js';
import { keyHistory } from './queries/key-history.js';
import { listKeys } from './queries/list-keys.js';
import { purgeKeys } from './queries/purge-keys.js';
import { recordUses } from './queries/record-uses.js';
import { rehashKey } from './queries/rehash-key.js';
import { renameKey } from './queries/rename-key.js';
import { revokeAllKeys } from './queries/revoke-all-keys.js';
import { revokeKey } from './queries/revoke-key.js';
import { rotateKey } from './queries/rotate-key.js';
import { withdrawOffer } from './queries/withdraw-offer.js';

/** Makes a repository over a database. `find` stands on the way of every request, so each database has its own. */
export function kyselyKeyRepository(database: KeyDatabase, find: KeyLookup['find']): KeyRepository {
  return {
    find,
    get: (keyId) => getKey(database, keyId),
    insert: (stored, entry) => insertKeyWithEntry(database, stored, entry),
    insertIdempotent: (insertion, entry, entryOf) => insertIdempotently(database, insertion, entry, entryOf),
    revoke: (revocation, entry) => revokeKey(database, revocation, entry),
    revokeAll: (revocation, entryOf) => revokeAllKeys(database, revocation, entryOf),
    disable: (disabling, entry) => disableKey(database, disabling, entry),
    enable: (enabling, entry) => enableKey(database, enabling, entry),
    rename: (renaming, entry) => renameKey(database, renaming, entry),
    rotate: (rotation, entries) => rotateKey(database, rotation, entries),
    rehash: (rehash, entry) => rehashKey(database, rehash, entry),
    purge: (query, entryOf) => purgeKeys(database, query, entryOf),
    list: (query) => listKeys(database, query),
    history: (query) => keyHistory(database, query),
    recordUses: (uses) => recordUses(database, uses),
    insertOffer: (insertion, entry) => insertOffer(database, insertion, entry),
    getOffer: (offerId) => getOffer(database, offerId),
    withdrawOffer: (withdrawal, entry) => withdrawOffer(database, withdrawal, entry),
    claimOffer: (claim, entries) => claimOffer(database, claim, entries),
  };
}
