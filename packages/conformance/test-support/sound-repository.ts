import { isDeepStrictEqual } from 'node:util';
import type { ApiKey, AuditEntry, KeyId } from '@postern/core';
import type { KeyRepository, StoredKey } from '@postern/core/ports';
import { memoryKeyRepository } from '@postern/core/testing';
import { type HandConnection, handConnection, type Written } from './hand-connection.js';
import { type OnFaults, soundOnFaults } from './with-faults.js';

/** What was done to a storage, as a defect may see it. */
export interface StorageEvent {
  /** The method of a repository that resolves next; or what was done by hand. */
  readonly what: keyof KeyRepository | 'commit by hand' | 'statement by hand';
  /** Whether it was done by the repository that listens. */
  readonly isOwn: boolean;
  /** What was committed by hand, or written by one statement by hand. */
  readonly written: Written;
  /** The statement by hand. */
  readonly statement?: string;
}

/** Whether something was committed. A statement is committed later, if at all. */
export const isCommit = ({ what }: StorageEvent): boolean => what !== 'statement by hand';

/** A repository that fulfils the contract, with methods that let a defect bypass it. */
export interface SoundRepository extends KeyRepository {
  /** Calls the listener for everything that anyone does to the storage. */
  onEvent(listener: (event: StorageEvent) => void): void;
  /** Someone's connection to the same storage. */
  readonly hand: HandConnection;
  /** The record as it is now. */
  recordOf(keyId: KeyId): StoredKey | undefined;
  /** Overwrites fields of a record unconditionally. */
  overwrite(keyId: KeyId, change: Partial<ApiKey>): void;
  /** Permanently restores an earlier version of a record, if the record has changed. */
  restore(stored: StoredKey): void;
  /** Removes audit entries from the history. */
  hide(...entries: readonly AuditEntry[]): void;
  /** What it does with a damaged record, and while it is blocked. */
  readonly onFaults: OnFaults;
}

/** Creates records in memory. Returns a function that opens a repository on them. */
export function soundStorage(): () => SoundRepository {
  const sound = memoryKeyRepository();
  const overwritten = new Map<KeyId, Partial<ApiKey>>();
  const restored = new Map<KeyId, StoredKey>();
  const hidden = new Set<AuditEntry>();
  const byHand = new Map<KeyId, StoredKey | undefined>();
  const listeners: ((event: Omit<StorageEvent, 'isOwn'>, by: unknown) => void)[] = [];

  function report(event: Omit<StorageEvent, 'isOwn'>, by?: unknown): void {
    for (const listener of listeners) listener(event, by);
  }

  const hand = handConnection(
    (written) => {
      for (const [id, stored] of written) byHand.set(id, stored);
      report({ what: 'commit by hand', written });
    },
    (statement, written) => report({ what: 'statement by hand', statement, written }),
  );

  const seen = (key: ApiKey): ApiKey => restored.get(key.id)?.key ?? { ...key, ...overwritten.get(key.id) };

  function recordOf(id: KeyId): StoredKey | undefined {
    if (byHand.has(id)) return byHand.get(id);
    const found = (sound.find([id]) as ReadonlyMap<KeyId, StoredKey>).get(id);
    if (found === undefined) return restored.get(id);
    return restored.get(id) ?? { ...found, key: seen(found.key) };
  }

  return () => {
    const self = {};
    return {
      ...reporting(sound, (what) => report({ what, written: new Map() }, self)),
      onEvent: (listener) => void listeners.push((event, by) => listener({ ...event, isOwn: by === self })),
      hand,
      onFaults: soundOnFaults,
      recordOf,
      find: (ids) =>
        new Map(
          ids.flatMap((id) => {
            const found = recordOf(id);
            return found === undefined ? [] : [[id, found] as const];
          }),
        ),
      get: async (id) => recordOf(id)?.key,
      list: async (query) => (await sound.list(query)).map(seen),
      async listAll(query) {
        const page = await sound.listAll(query);
        return { ...page, keys: page.keys.map(seen) };
      },
      async history(query) {
        const all = await sound.history({ ...query, limit: query.limit + hidden.size });
        return all.filter((entry) => !hidden.has(entry)).slice(0, query.limit);
      },
      overwrite: (id, change) => overwritten.set(id, { ...overwritten.get(id), ...change }),
      restore(stored) {
        const { id } = stored.key;
        if (!isDeepStrictEqual(recordOf(id), stored)) restored.set(id, stored);
      },
      hide(...entries) {
        for (const entry of entries) hidden.add(entry);
      },
    };
  };
}

/** Reports each method that has resolved, before its caller learns that it has. */
function reporting(repository: KeyRepository, report: (what: keyof KeyRepository) => void): KeyRepository {
  const methods = Object.entries(repository).map(([name, method]) => [
    name,
    async (...given: readonly unknown[]) => {
      const result = await Reflect.apply(method, repository, given);
      report(name as keyof KeyRepository);
      return result;
    },
  ]);
  return Object.fromEntries(methods);
}
