import type { KeyRepository } from '@postern/core/ports';
import type { KeyDatabase } from './key-database.js';
import { disableKey, enableKey, rehashKey, renameKey, revokeKey } from './queries/change-key.js';
import { insertIdempotently } from './queries/insert-idempotently.js';
import { insertKeyWithEntry } from './queries/insert-key.js';
import { listAllKeys } from './queries/list-all-keys.js';
import { claimOffer, getOffer, insertOffer, withdrawOffer } from './queries/offers.js';
import { purgeKeys } from './queries/purge-keys.js';
import { getKey, keyHistory, listKeys } from './queries/read-keys.js';
import { recordUses } from './queries/record-uses.js';
import { reportLeak } from './queries/report-leak.js';
import { revokeAllKeys } from './queries/revoke-all-keys.js';
import { rotateKey } from './queries/rotate-key.js';

/** Creates a repository on a database. */
export function kyselyKeyRepository(database: KeyDatabase): KeyRepository {
  return {
    find: database.find,
    get: (keyId) => getKey(database, keyId),
    insert: (stored, entry, cap) => insertKeyWithEntry(database, { stored, cap }, entry),
    insertIdempotent: (insertion, entry, entryOf) => insertIdempotently(database, insertion, entry, entryOf),
    revoke: (revocation, entry) => revokeKey(database, revocation, entry),
    revokeAll: (revocation, entryOf) => revokeAllKeys(database, revocation, entryOf),
    disable: (disabling, entry) => disableKey(database, disabling, entry),
    reportLeak: (report, entries) => reportLeak(database, report, entries),
    enable: (enabling, entry) => enableKey(database, enabling, entry),
    rename: (renaming, entry) => renameKey(database, renaming, entry),
    rotate: (rotation, entries, entryOf) => rotateKey(database, rotation, entries, entryOf),
    rehash: (rehash, entry) => rehashKey(database, rehash, entry),
    purge: (query, entryOf) => purgeKeys(database, query, entryOf),
    list: (query) => listKeys(database, query),
    listAll: (query) => listAllKeys(database, query),
    history: (query) => keyHistory(database, query),
    recordUses: (uses) => recordUses(database, uses),
    insertOffer: (insertion, entry) => insertOffer(database, insertion, entry),
    getOffer: (offerId) => getOffer(database, offerId),
    withdrawOffer: (withdrawal, entry) => withdrawOffer(database, withdrawal, entry),
    claimOffer: (claim, entries, entryOf) => claimOffer(database, claim, entries, entryOf),
  };
}
