import type { KeyLookup, KeyRepository } from '@postern/core';
import type { KeyDatabase } from './key-database.js';
import { insertKey } from './queries/insert-key.js';
import { keyHistory } from './queries/key-history.js';
import { listKeys } from './queries/list-keys.js';
import { recordUses } from './queries/record-uses.js';
import { revokeKey } from './queries/revoke-key.js';

/** Makes a repository over a database. `find` stands on the way of every request, so each database has its own. */
export function kyselyKeyRepository(database: KeyDatabase, find: KeyLookup['find']): KeyRepository {
  return {
    find,
    insert: (stored, entry) => insertKey(database, stored, entry),
    revoke: (revocation, entry) => revokeKey(database, revocation, entry),
    list: (query) => listKeys(database, query),
    history: (query) => keyHistory(database, query),
    recordUses: (uses) => recordUses(database, uses),
  };
}
