import type { ApiKey, AuditEntry, KeyId } from '@postern/core';
import type { StoredKey } from '@postern/core/ports';
import type { MakeKeyRepository } from '../src/key-repository/subject.js';
import type { BrokenPart } from './it-catches.js';
import { type SoundRepository, soundStorage } from './sound-repository.js';

/** One way to break a sound repository. */
export type Defect = (sound: SoundRepository) => Partial<SoundRepository>;

/** A broken repository: what it does wrong, how, and the clauses that it breaks. */
export type BrokenRepository = BrokenPart<Defect>;

/** Creates a repository in memory with a defect. */
export const brokenRepository =
  (defect: Defect): MakeKeyRepository =>
  async () => {
    const connect = soundStorage();
    const { hand } = connect();
    const damaged = new Set<KeyId>();
    let blockedUntil: Promise<void> | undefined;
    const faults = { isDamaged: (id: KeyId) => damaged.has(id), blockedUntil: () => blockedUntil };
    const open = () => {
      const sound = connect();
      const { onFaults, ...repository } = { ...sound, ...defect(sound) };
      return {
        repository: { ...repository, ...onFaults(repository, faults) },
        dispose: async () => undefined,
      };
    };
    return {
      ...open(),
      second: async () => open(),
      sql: async () => hand,
      damage: async (id) => void damaged.add(id),
      block: {
        withinMs: 50,
        start() {
          let unblock: () => void = () => undefined;
          blockedUntil = new Promise((resolve) => {
            unblock = resolve;
          });
          return Promise.resolve(async () => {
            blockedUntil = undefined;
            unblock();
          });
        },
      },
    };
  };

/** Waits one turn of the event loop, so that other calls can run between a read and a write. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Truncates an instant to seconds, as a column without fractions does. */
export const inSeconds = (at: Date): Date => new Date(Math.floor(at.getTime() / 1_000) * 1_000);

/** Sorts as a collation does. */
export const byLanguage = (one: { id: string }, other: { id: string }): number =>
  other.id.localeCompare(one.id);

/** Drops the ID of a position, so that ties within one instant are lost. */
export const withoutTies = <Query extends { after: { at: Date; id: string } | null }>(query: Query): Query =>
  query.after === null ? query : { ...query, after: { ...query.after, id: '' } };

export const asTeam = <O extends { kind: string }>(owner: O): O => ({ ...owner, kind: 'team' });

/** Changes each record and its hash as they are read, by any method. */
export const stored =
  (change: (found: StoredKey) => StoredKey): Defect =>
  (sound) => {
    const recordOf = (id: KeyId) => {
      const found = sound.recordOf(id);
      return found && change(found);
    };
    return {
      find: (ids) => new Map(ids.flatMap((id) => entryOf(id, recordOf(id)))),
      get: async (id) => recordOf(id)?.key,
    };
  };

/** The entry of a map, or none if there is no value. */
export function entryOf<Value>(id: KeyId, value: Value | undefined): readonly (readonly [KeyId, Value])[] {
  return value === undefined ? [] : [[id, value]];
}

/** Changes fields of each record as it is read. */
export const record = (change: (key: ApiKey) => Partial<ApiKey>): Defect =>
  stored((found) => ({ ...found, key: { ...found.key, ...change(found.key) } }));

/** Changes the entries that `history` returns. */
export const entries =
  (change: (found: readonly AuditEntry[]) => readonly AuditEntry[]): Defect =>
  (sound) => ({ history: async (query) => change(await sound.history(query)) });

/** Remembers the IDs of the audit entries that `insert` writes, for a method that fails if one is taken. */
export function rememberingEntryIds(sound: SoundRepository): {
  readonly taken: ReadonlySet<string>;
  readonly insert: SoundRepository['insert'];
} {
  const taken = new Set<string>();
  return {
    taken,
    insert(stored, entry, cap) {
      taken.add(entry.id);
      return sound.insert(stored, entry, cap);
    },
  };
}
