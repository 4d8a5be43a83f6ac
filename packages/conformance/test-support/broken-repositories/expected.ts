import type { ExpectedKey } from '@postern/core';
import type { BrokenRepository, Defect } from '../broken-repository.js';

/** What a change looks like to a defect. */
type Write = (change: { readonly expected?: ExpectedKey | undefined }, told: unknown) => Promise<boolean>;

const changes = [
  ['revoke', ['revoke']],
  ['disable', ['disable', 'disable over another']],
  ['enable', ['enable']],
  ['rename', ['rename']],
  ['rotate', ['rotate']],
] as const;

const broken =
  (verb: (typeof changes)[number][0], how: (write: Write) => Write): Defect =>
  (sound) => ({ [verb]: how(sound[verb] as unknown as Write) });

/** Broken in what a change expects of the record. */
export const brokenExpectations: readonly BrokenRepository[] = changes.flatMap(
  ([verb, clauses]): readonly BrokenRepository[] => [
    [
      `does not look at what is expected of the record when it ${verb}s`,
      broken(
        verb,
        (write) =>
          ({ expected: _, ...change }, told) =>
            write(change, told),
      ),
      ...clauses.map((clause) => `S04 to ${clause} what is not as expected`),
    ],
    [
      `never ${verb}s where something is expected`,
      broken(verb, (write) => async (change, told) => change.expected === undefined && write(change, told)),
      ...clauses.map((clause) => `to ${clause} what is expected`),
    ],
  ],
);
