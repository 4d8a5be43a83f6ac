import type { AuditEntry, KeyId } from '@postern/core';
import { type BrokenRepository, type Defect, turn } from '../broken-repository.js';
import type { SoundRepository } from '../sound-repository.js';

/** The type of a verb on one record, as a defect sees it. */
type Write = (
  change: { readonly keyId: KeyId },
  entries: AuditEntry | readonly AuditEntry[],
  ...others: readonly unknown[]
) => Promise<boolean>;

const verbs = ['revoke', 'disable', 'enable', 'rename', 'rotate', 'rehash'] as const;
type Verb = (typeof verbs)[number];

const thirdPerson = (verb: Verb) => (verb === 'rehash' ? 'rehashes' : `${verb}s`);

const nonRevokingVerbs: readonly Verb[] = ['disable', 'enable', 'rename', 'rehash'];

/** The beginnings of the names of the clauses that these verbs share. */
const clausesOn = (verb: Verb) => ({
  writes: `${verb} writes the requested change`,
  again: `S04 ${verb} returns false the second time`,
  rivals: `S04 of several concurrent calls of ${verb}, exactly one wins`,
  missing: `${verb} returns false for a missing record`,
  failing: `${verb} leaves the record unchanged if its audit entry fails`,
  revoking: `S04 a concurrent ${verb} does not undo a revocation`,
});

/** Other clauses that such a defect breaks: on the same promise for one verb, or with audit entries that it writes. */
const ownClauses: { readonly [Name in Verb]?: { readonly [Defect in string]?: readonly string[] } } = {
  revoke: {
    entries: [
      'history returns the entries of one key',
      'history of an owner',
      'history of one key',
      'T09 texts in audit entries',
      'reasons of 500',
      'S04 one of a concurrent rotation',
    ],
  },
  disable: {
    entries: [
      'disable (taking over) writes',
      'S04 of several concurrent calls of disable (taking',
      'disable (taking over) leaves',
    ],
    rivals: ['S04 of several concurrent calls of disable (taking'],
    again: ['S04 disable (taking over) returns', 'S04 of several concurrent calls of disable (taking'],
    missing: ['disable (taking over) returns false for a missing'],
    failing: ['disable (taking over) leaves'],
    revoking: [
      'S04 a concurrent disable (taking over) does not undo a revocation',
      'S03 of a concurrent disabling that saw no use',
    ],
  },
  enable: { again: ["a change that can't be made"] },
  rotate: {
    entries: ['rotate adds the successor'],
    rivals: ['S04 of several concurrent rotations, only the winner', 'S04 several concurrent rotations of'],
    again: [
      'S04 of several concurrent rotations, only the winner',
      'S04 rotate with a grace',
      'S04 several concurrent rotations of',
    ],
    missing: ['rotate adds no successor'],
    failing: ['rotate leaves both'],
  },
  rename: {
    rivals: ['S04 of several concurrent renames that'],
    again: ['S04 of several concurrent renames that'],
  },
  rehash: { revoking: ['S05 a record that is rehashed and rotated'] },
};

const broken =
  (verb: Verb, how: (write: Write, sound: SoundRepository) => Write): Defect =>
  (sound) => ({ [verb]: how(sound[verb] as unknown as Write, sound) });

/** Repositories with the same defects in each verb that changes one record. */
export const brokenChanges: readonly BrokenRepository[] = [
  ...verbs.flatMap((verb): readonly BrokenRepository[] => {
    const { writes, again, rivals, missing, failing } = clausesOn(verb);
    const own = ownClauses[verb];
    return [
      [
        `writes no audit entry when it ${thirdPerson(verb)}`,
        broken(verb, withoutEntries),
        writes,
        rivals,
        failing,
        ...(own?.entries ?? []),
      ],
      [
        `shares one result between concurrent calls of ${verb}`,
        broken(verb, sharingResults),
        rivals,
        ...(own?.rivals ?? []),
      ],
      [`returns true for a second ${verb}`, broken(verb, twice), again, rivals, ...(own?.again ?? [])],
      [
        `returns true if there is no record to ${verb}`,
        broken(verb, ofMissingRecords),
        missing,
        ...(own?.missing ?? []),
      ],
      [
        `${thirdPerson(verb)} and then refuses the audit entry`,
        inTwoSteps(verb),
        failing,
        ...(own?.failing ?? []),
      ],
    ];
  }),
  ...nonRevokingVerbs.map((verb): BrokenRepository => {
    const does = `undoes revocations when it ${thirdPerson(verb)}, because it writes back the whole record`;
    const own = ownClauses[verb]?.revoking ?? [];
    return [does, broken(verb, readModifyWrite), clausesOn(verb).revoking, ...own];
  }),
];

function withoutEntries(write: Write, sound: SoundRepository): Write {
  return (change, entries, ...others) => {
    sound.hide(...[entries].flat());
    return write(change, entries, ...others);
  };
}

function sharingResults(write: Write): Write {
  const underWay = new Map<KeyId, Promise<boolean>>();
  return async (change, entries, ...others) => {
    const changed = underWay.get(change.keyId) ?? write(change, entries, ...others);
    underWay.set(change.keyId, changed);
    await Promise.allSettled([changed, turn()]);
    underWay.delete(change.keyId);
    return changed;
  };
}

function twice(write: Write): Write {
  const changed = new Set<KeyId>();
  return async (change, entries, ...others) => {
    if (await write(change, entries, ...others)) changed.add(change.keyId);
    return changed.has(change.keyId);
  };
}

function ofMissingRecords(write: Write, sound: SoundRepository): Write {
  return async (change, entries, ...others) =>
    (await write(change, entries, ...others)) || sound.recordOf(change.keyId) === undefined;
}

function readModifyWrite(write: Write, sound: SoundRepository): Write {
  return async (change, entries, ...others) => {
    const changing = write(change, entries, ...others);
    const written = sound.recordOf(change.keyId);
    await Promise.allSettled([changing, turn()]);
    const changed = await changing;
    if (changed && written !== undefined) sound.restore(written);
    return changed;
  };
}

/** Makes the change first, and then writes the audit entry, whose ID may be taken. */
function inTwoSteps(verb: Verb): Defect {
  return (sound) => {
    const taken = new Set<string>();
    const write = sound[verb] as unknown as Write;
    const twoSteps: Write = async (change, entries, ...others) => {
      const changed = await write(change, entries, ...others);
      if ([entries].flat().some(({ id }) => taken.has(id))) throw new Error('taken');
      return changed;
    };
    return {
      [verb]: twoSteps,
      insert(stored, entry, cap) {
        taken.add(entry.id);
        return sound.insert(stored, entry, cap);
      },
    };
  };
}
