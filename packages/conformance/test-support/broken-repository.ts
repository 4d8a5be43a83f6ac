import type { ApiKey, AuditEntry, KeyRepository, StoredKey } from '@postern/core';
import { memoryKeyRepository } from '@postern/core/testing';
import type { MakeKeyRepository } from '../src/key-repository/subject.js';

/** One way to break a sound repository. */
export type Defect = (sound: KeyRepository) => Partial<KeyRepository>;

/** A turn of the event loop, in which others get between a read and a write. */
export const turn = () => new Promise((resolve) => setImmediate(resolve));

/** What a column of seconds keeps of an instant. */
export const inSeconds = (at: Date) => new Date(Math.floor(at.getTime() / 1_000) * 1_000);

/** As a collation sorts. */
export const byLanguage = (one: { id: string }, other: { id: string }) => other.id.localeCompare(one.id);

/** Forgets where in an instant a page ended. */
export const withoutTies = <Query extends { after: { at: Date; id: string } | null }>(query: Query): Query =>
  query.after === null ? query : { ...query, after: { ...query.after, id: '' } };

export const asTeam = <O extends { kind: string }>(owner: O): O => ({ ...owner, kind: 'team' });

/** Changes each record, with its hash, that `find` gives. */
export const stored =
  (change: (found: StoredKey) => StoredKey): Defect =>
  (sound) => ({
    find: async (ids) =>
      new Map([...(await sound.find(ids))].map(([id, one]) => [id, 'key' in one ? change(one) : one])),
  });

/** Changes fields of each record that `find` gives. */
export const record = (change: (key: ApiKey) => Partial<ApiKey>): Defect =>
  stored((found) => ({ ...found, key: { ...found.key, ...change(found.key) } }));

/** Changes the entries that `history` gives. */
export const entries =
  (change: (found: readonly AuditEntry[]) => readonly AuditEntry[]): Defect =>
  (sound) => ({ history: async (query) => change(await sound.history(query)) });

/** Makes a repository in memory with a defect. */
export const brokenRepository =
  (defect: Defect): MakeKeyRepository =>
  async () => {
    const sound = memoryKeyRepository();
    return { repository: { ...sound, ...defect(sound) }, dispose: async () => undefined };
  };
