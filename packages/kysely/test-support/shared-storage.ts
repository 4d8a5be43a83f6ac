import type { FoundKey, KeyRepository, StoredKey } from '@postern/core/ports';
import { buildAuditEntry, buildStoredKey } from '@postern/core/testing';
import type { KeyStorage } from '../src/sqlite/index.js';
import { temporaryFile, temporaryStorage } from './temporary-storage.js';

/** A storage with one key, whose file others will use too. */
export interface SharedStorage {
  readonly file: string;
  readonly storage: KeyStorage;
  readonly stored: StoredKey;
  /** Finds the key. */
  readonly find: () => ReturnType<KeyRepository['find']>;
  /** Revokes the key, as of 1970. */
  readonly revoke: () => Promise<boolean>;
  /** The key as `find` returns it. */
  readonly found: () => Promise<FoundKey | undefined>;
}

export async function sharedStorage({ busyDeadlineMs = 10_000 } = {}): Promise<SharedStorage> {
  const file = temporaryFile();
  const storage = temporaryStorage({ file, busyDeadlineMs });
  await storage.migrate();
  const stored = buildStoredKey();
  await storage.repository.insert(stored, buildAuditEntry(stored.key));
  const { key } = stored;
  const find = () => storage.repository.find([key.id]);
  return {
    file,
    storage,
    stored,
    find,
    revoke: () =>
      storage.repository.revoke(
        { keyId: key.id, at: new Date(0), reason: null },
        buildAuditEntry(key, { action: 'revoked' }),
      ),
    found: async () => (await find()).get(key.id),
  };
}

/**
 * Lets the event loop turn until a condition is met, doing something in each turn. Returns the longest time that a turn
 * took, in milliseconds.
 */
export async function longestTurnUntil(isMet: () => boolean, doing: () => unknown): Promise<number> {
  let longestMs = 0;
  for (let last = performance.now(); !isMet(); ) {
    doing();
    await new Promise((resolve) => setTimeout(resolve, 1));
    const now = performance.now();
    longestMs = Math.max(longestMs, now - last);
    last = now;
  }
  return longestMs;
}
