import { type BrokenRepository, entries, record } from '../broken-repository.js';

/** Broken in what becomes of texts. */
export const brokenTexts: readonly BrokenRepository[] = [
  [
    'trims names',
    record(({ name }) => ({ name: name.trim() })),
    'T09 names',
    'rename compares',
    'T09 texts that changes',
  ],
  [
    'drops a byte order mark before an ID of the owner',
    record(({ owner }) => ({ owner: { ...owner, id: owner.id.replace(/^\uFEFF/, '') } })),
    'T09 names',
    'T09 texts that changes',
  ],
  [
    'puts reasons into NFC',
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
    'writes new names without characters that show nothing',
    (sound) => ({
      rename: (renaming, entry) =>
        sound.rename({ ...renaming, name: renaming.name.replace(/\p{Cf}/gu, '') }, entry),
    }),
    'T09 texts that changes write',
  ],
  [
    'cuts reasons after 255 characters',
    record(({ reason }) => ({ reason: reason?.slice(0, 255) ?? null })),
    'reasons of 500',
  ],
  ['sorts scopes', record(({ scopes }) => ({ scopes: scopes?.toSorted() ?? null })), 'T09 scopes'],
  [
    'lists the keys of owners whose IDs are the same in NFC',
    (sound) => ({
      list: (query) =>
        sound.list({ ...query, owner: { ...query.owner, id: query.owner.id.normalize('NFC') } }),
    }),
    'T09 names',
    'owners that look alike',
  ],
];
