import { type BrokenRepository, entries, record } from '../broken-repository.js';

/** Repositories that change texts. */
export const brokenTexts: readonly BrokenRepository[] = [
  [
    'trims names',
    record(({ name }) => ({ name: name.trim() })),
    'T09 names',
    'rename compares',
    'T09 texts that changes',
  ],
  [
    'truncates prefixes to 16 characters, as if they were kinds',
    record(({ prefix }) => ({ prefix: prefix.slice(0, 16) })),
    'get, list and listAll return the prefix',
  ],
  [
    'drops a byte order mark at the beginning of an owner ID',
    record(({ owner }) => ({ owner: { ...owner, id: owner.id.replace(/^\uFEFF/, '') } })),
    'T09 names',
    'T09 texts that changes',
  ],
  [
    'normalises reasons to NFC',
    entries((found) => found.map((entry) => ({ ...entry, reason: entry.reason?.normalize('NFC') ?? null }))),
    'T09 texts in audit entries',
  ],
  [
    'drops direction marks from the ID of an actor',
    entries((found) =>
      found.map((entry) => ({
        ...entry,
        actor: { ...entry.actor, id: entry.actor.id.replace(/\p{Bidi_C}/gu, '') },
      })),
    ),
    'T09 texts in audit entries',
  ],
  [
    'removes invisible characters from new names',
    (sound) => ({
      rename: (renaming, entry) =>
        sound.rename({ ...renaming, name: renaming.name.replace(/\p{Cf}/gu, '') }, entry),
    }),
    'T09 texts that changes write',
  ],
  [
    'truncates reasons to 255 characters',
    record(({ reason }) => ({ reason: reason?.slice(0, 255) ?? null })),
    'reasons of 500',
  ],
  ['sorts scopes', record(({ scopes }) => ({ scopes: scopes?.toSorted() ?? null })), 'T09 scopes'],
  [
    'treats owner IDs that are equal in NFC as equal in list',
    (sound) => ({
      list: (query) =>
        sound.list({ ...query, owner: { ...query.owner, id: query.owner.id.normalize('NFC') } }),
    }),
    'T09 names',
    'owners that look alike',
  ],
];
