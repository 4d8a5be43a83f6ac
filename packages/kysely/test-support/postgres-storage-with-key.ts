import type { ApiKey } from '@postern/core';
import type { FoundKey, StoredKey } from '@postern/core/ports';
import { buildAuditEntry, buildStoredKey } from '@postern/core/testing';
import type { KeyStorage, PostgresStorageOptions } from '../src/postgres/index.js';
import { storageIn, temporaryDatabase } from './temporary-database.js';

/** A storage in PostgreSQL with one key. */
export interface StorageWithKey {
  readonly url: string;
  readonly storage: KeyStorage;
  readonly stored: StoredKey;
  /** The key as `find` returns it. */
  readonly found: () => Promise<FoundKey | undefined>;
  /** The whole record. */
  readonly whole: () => Promise<ApiKey | undefined>;
  /** Revokes the key, as of 1970. */
  readonly revoke: () => Promise<boolean>;
}

/** Creates a database with one key, and a storage for it with these options. */
export async function storageWithKey(
  options: Partial<PostgresStorageOptions> | ((url: string) => Partial<PostgresStorageOptions>) = {},
  serverUrl?: string,
): Promise<StorageWithKey> {
  const url = await temporaryDatabase(serverUrl);
  const maker = storageIn(url);
  await maker.migrate();
  const stored = buildStoredKey();
  await maker.repository.insert(stored, buildAuditEntry(stored.key));
  const storage = storageIn(url, typeof options === 'function' ? options(url) : options);
  const { key } = stored;
  return {
    url,
    storage,
    stored,
    found: async () => (await storage.repository.find([key.id])).get(key.id),
    whole: () => storage.repository.get(key.id),
    revoke: () =>
      storage.repository.revoke(
        { keyId: key.id, at: new Date(0), reason: null },
        buildAuditEntry(key, { action: 'revoked' }),
      ),
  };
}
