import { type ExpectedKey, isAsExpected } from '@postern/core/ports';
import { type BrokenRepository, type Defect, turn } from '../broken-repository.js';

/** The type of a change, as a defect sees it. */
type Write = (
  change: { readonly expected?: ExpectedKey | undefined },
  ...entries: readonly unknown[]
) => Promise<boolean>;

const changes = [
  ['revoke', ['revoke']],
  ['disable', ['disable', 'disable (taking over)']],
  ['enable', ['enable']],
  ['rename', ['rename']],
  ['rotate', ['rotate']],
] as const;

const broken =
  (verb: (typeof changes)[number][0], how: (write: Write) => Write): Defect =>
  (sound) => ({ [verb]: how(sound[verb] as unknown as Write) });

const brokenInEach = changes.flatMap(([verb, clauses]): readonly BrokenRepository[] => [
  [
    `ignores what is expected of the record when it ${verb}s`,
    broken(
      verb,
      (write) =>
        ({ expected: _, ...change }, ...entries) =>
          write(change, ...entries),
    ),
    ...clauses.map((clause) => `S04 if the record is not as expected, ${clause} returns`),
    ...(verb === 'rename' ? ['S04 of several concurrent renames that'] : []),
    ...(verb === 'rotate' ? ['S04 rotate leaves the predecessor alone if'] : []),
  ],
  [
    `never ${verb}s if something is expected of the record`,
    broken(
      verb,
      (write) =>
        async (change, ...entries) =>
          change.expected === undefined && write(change, ...entries),
    ),
    ...clauses.map((clause) => `if the record is as expected, ${clause} changes`),
    ...(verb === 'rename' ? ['S04 of several concurrent renames that'] : []),
  ],
]);

/** Repositories that handle what a change expects of the record wrongly. */
export const brokenExpectations: readonly BrokenRepository[] = [
  ...brokenInEach,
  [
    'checks whether a record is as expected and renames it later',
    (sound) => ({
      async rename({ expected, ...renaming }, entry) {
        const found = sound.recordOf(renaming.keyId);
        await turn();
        return found !== undefined && isAsExpected(found.key, expected) && sound.rename(renaming, entry);
      },
    }),
    'S04 of several concurrent renames that',
  ],
];
