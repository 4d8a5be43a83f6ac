import { isDeepStrictEqual } from 'node:util';
import type { KeyId } from '@postern/core';
import type { StoredKey } from '@postern/core/ports';
import { type BrokenRepository, type Defect, entryOf } from '../broken-repository.js';
import { isCommit, type StorageEvent } from '../sound-repository.js';

type Stored = StoredKey | undefined;

/** Answers `find` and `get` with copies of other records than the sound repository does. */
export const reading = (recordOf: (id: KeyId) => Stored): ReturnType<Defect> => ({
  find: (ids) => new Map(ids.flatMap((id) => entryOf(id, structuredClone(recordOf(id))))),
  get: async (id) => structuredClone(recordOf(id)?.key),
});

/** Remembers records. `react` sees everything that is done to the storage, and may forget some. */
const remembering =
  (react: (event: StorageEvent, remembered: Map<KeyId, Stored>) => void): Defect =>
  (sound) => {
    const remembered = new Map<KeyId, Stored>();
    sound.onEvent((event) => react(event, remembered));
    return reading((id) => {
      if (!remembered.has(id)) remembered.set(id, sound.recordOf(id));
      return remembered.get(id);
    });
  };

/** Remembers records until an event that it takes for a change. */
export const rememberingUntil = (isChange: (event: StorageEvent) => boolean): Defect =>
  remembering((event, remembered) => {
    if (isChange(event)) remembered.clear();
  });

const isOwn = (event: StorageEvent) => event.isOwn;
const seeing = (what: string) => `S01 find and get see ${what}`;
const elsewhere = (what: string) => seeing(`${what} through another`);
const byHand = (what: string) => seeing(`${what} by hand`);

const verbs = [
  'revoke',
  'disable',
  'enable',
  'rename',
  'rotate',
  'rehash',
  'insert',
  'insertIdempotent',
  'revokeAll',
  'reportLeak',
  'claimOffer',
  'recordUses',
];
const takingOver = elsewhere('disable (taking over)');
const purging = [elsewhere('purge'), elsewhere('purge and then insert of the same key ID')];
const allElsewhere = [...verbs.map(elsewhere), takingOver, ...purging, elsewhere('each change')];
const allByHand = [
  'a revocation',
  'a disabling',
  'an enabling',
  'another expiry',
  'other scopes',
  'another owner',
  'another hash',
  'a deletion',
  'each change',
].map(byHand);
const allCommitted = [
  seeing('a change once its transaction'),
  seeing('a change by a transaction'),
  seeing('a change in a savepoint'),
  'find and get never return a change that is rolled back to a savepoint',
];
const all = [...allElsewhere, ...allByHand, ...allCommitted];
const allExcept = (...others: readonly string[]) => all.filter((name) => !others.includes(name));

/** Repositories that remember records wrongly, after one that does it right. */
export const brokenMemories: readonly BrokenRepository[] = [
  ['remembers records until anyone commits anything', rememberingUntil(isCommit)],
  ['remembers records until it changes one itself', rememberingUntil(isOwn), ...all],
  [
    'remembers records for a turn of the event loop, or until it changes one itself',
    (sound) => {
      const remembered = new Map<KeyId, Stored>();
      sound.onEvent(({ isOwn }) => {
        if (isOwn) remembered.clear();
      });
      return reading((id) => {
        if (!remembered.has(id)) {
          remembered.set(id, sound.recordOf(id));
          setImmediate(() => remembered.delete(id));
        }
        return remembered.get(id);
      });
    },
    ...all,
  ],
  [
    'remembers records until any repository changes one',
    rememberingUntil(({ what }) => what !== 'commit by hand' && what !== 'statement by hand'),
    ...allByHand,
    ...allCommitted,
  ],
  ...(
    [
      ['revoke', 'rotate', 'claimOffer'],
      ['disable', 'enable'],
      ['rename', 'rehash', 'recordUses'],
      ['insertIdempotent'],
      ['revokeAll', 'reportLeak'],
    ] as const
  ).map(
    (unnoticed: readonly string[]): BrokenRepository => [
      `does not notice ${unnoticed.join(', ')} through another connection`,
      rememberingUntil((event) => isCommit(event) && (event.isOwn || !unnoticed.includes(event.what))),
      ...unnoticed.map(elsewhere),
      ...(unnoticed.includes('disable') ? [takingOver, elsewhere('each change')] : []),
    ],
  ),
  [
    'does not notice purge and insert through another connection',
    rememberingUntil(
      (event) => isCommit(event) && (event.isOwn || !['purge', 'insert'].includes(event.what)),
    ),
    ...purging,
    elsewhere('insert'),
  ],
  [
    'remembers that a key does not exist',
    remembering((event, remembered) => {
      if (!isCommit(event)) return;
      for (const [id, stored] of remembered) if (stored !== undefined) remembered.delete(id);
    }),
    elsewhere('insert'),
  ],
  [
    'reports what it forgets as missing',
    remembering((event, remembered) => {
      if (!isCommit(event)) return;
      if (event.isOwn) remembered.clear();
      else for (const id of remembered.keys()) remembered.set(id, undefined);
    }),
    ...all,
    'find and get return the other records unchanged after a change through',
    'find and get return the other records unchanged after a change by hand',
  ],
  [
    'uses what it remembers until the key ends',
    (sound) => {
      const remembered = new Map<KeyId, Stored>();
      const ends = ({ key }: StoredKey) => [key.expiresAt, key.disabledAt, key.revokedAt];
      sound.onEvent(({ isOwn }) => {
        if (isOwn) remembered.clear();
      });
      return reading((id) => {
        const [now, before] = [sound.recordOf(id), remembered.get(id)];
        if (!isDeepStrictEqual(now && ends(now), before && ends(before))) remembered.set(id, now);
        return remembered.get(id);
      });
    },
    ...['rename', 'rehash', 'recordUses'].map(elsewhere),
    ...['other scopes', 'another owner', 'another hash'].map(byHand),
  ],
  [
    'notices only two changes of a record by others',
    (sound) => {
      const seen = new Map<KeyId, Stored[]>();
      sound.onEvent(({ isOwn }) => {
        if (isOwn) seen.clear();
      });
      return reading((id) => {
        const [now, states] = [sound.recordOf(id), seen.get(id) ?? []];
        if (states.length < 3 && !isDeepStrictEqual(now, states.at(-1))) states.push(now);
        seen.set(id, states);
        return states.at(-1);
      });
    },
    elsewhere('each change'),
    byHand('each change'),
  ],
  [
    'remembers records in find of one key until it changes one itself',
    (sound) => {
      const { find = sound.find } = rememberingUntil(isOwn)(sound);
      return { find: (ids) => (ids.length === 1 ? find : sound.find)(ids) };
    },
    ...allExcept(elsewhere('rename'), elsewhere('recordUses')),
  ],
  [
    'remembers records in find of several keys until it changes one itself',
    (sound) => {
      const { find = sound.find } = rememberingUntil(isOwn)(sound);
      return { find: (ids) => (ids.length > 1 ? find : sound.find)(ids) };
    },
    ...allExcept(elsewhere('rename'), elsewhere('recordUses')),
  ],
  [
    'remembers records in get until it changes one itself',
    (sound) => {
      const { get = sound.get } = rememberingUntil(isOwn)(sound);
      return { get };
    },
    ...allExcept(elsewhere('rehash'), byHand('another hash')),
  ],
  [
    'looks for changes only when it finds one key',
    looksForChangesIf((ids) => ids.length === 1),
    ...allExcept(elsewhere('rename'), elsewhere('recordUses')),
  ],
  [
    'looks for changes only when it finds several keys',
    looksForChangesIf((ids) => ids.length > 1),
    ...allExcept(elsewhere('rename'), elsewhere('recordUses')),
  ],
  [
    'returns the records that it remembers, not copies',
    (sound) => {
      const remembered = new Map<KeyId, StoredKey>();
      sound.onEvent((event) => {
        if (isCommit(event)) remembered.clear();
      });
      const recordOf = (id: KeyId) => {
        const stored = remembered.get(id) ?? sound.recordOf(id);
        if (stored !== undefined) remembered.set(id, stored);
        return stored;
      };
      return {
        find: (ids) => new Map(ids.flatMap((id) => entryOf(id, recordOf(id)))),
        get: async (id) => recordOf(id)?.key,
      };
    },
    'what a caller does with a record',
  ],
];

/** Remembers records for `find`, and forgets those that others have changed only in some calls. */
function looksForChangesIf(looks: (ids: readonly KeyId[]) => boolean): Defect {
  return (sound) => {
    let isOutdated = false;
    const remembered = new Map<KeyId, Stored>();
    sound.onEvent((event) => {
      isOutdated ||= isCommit(event);
      if (event.isOwn) remembered.clear();
    });
    const { find = sound.find } = reading((id) => {
      if (!remembered.has(id)) remembered.set(id, sound.recordOf(id));
      return remembered.get(id);
    });
    return {
      find(ids) {
        if (isOutdated && looks(ids)) {
          remembered.clear();
          isOutdated = false;
        }
        return find(ids);
      },
    };
  };
}
