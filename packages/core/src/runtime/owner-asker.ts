import type { Owner, OwnerStatus } from '../model/owner.js';
import type { Clock } from '../ports/clock.js';
import { type MaybePromise, whenFailed, whenKnown } from '../ports/maybe-promise.js';
import type { OwnerDirectory } from '../ports/owner-directory.js';
import type { AskOwners } from '../use-cases/verify-deps.js';
import { directoryUnavailable, ignoreRejections, readAnswers, readStatus } from './owner-answers.js';
import { callPort, withinDeadline } from './within-deadline.js';

/** Asks the host's directory, in bounded time, about each of several owners once: directly, where it answers directly. */
export function ownersAsker(
  directory: OwnerDirectory,
  { clock, deadlineMs }: { readonly clock: Clock; readonly deadlineMs: number },
): AskOwners {
  const onLate = () => directoryUnavailable(`did not answer within ${deadlineMs} ms`);
  const inTime = (answer: unknown) => withinDeadline(clock, answer, { ms: deadlineMs, onLate });
  // The directory never sees a token, so its own error may go to the host as it is.
  const toFault = (error: unknown) => directoryUnavailable('failed', error);

  function answersTo(owners: readonly Owner[]): MaybePromise<readonly unknown[]> {
    const answered: unknown = directory.find(owners);
    return whenFailed(
      () => whenKnown(inTime(answered), (answers) => readAnswers(answers, owners.length)),
      (error) => {
        void ignoreRejections(answered);
        throw error;
      },
    );
  }

  const statusOf = (answer: unknown): MaybePromise<OwnerStatus | undefined> =>
    callPort(() => whenKnown(inTime(answer), readStatus), toFault);

  return (owners) => {
    const { distinct, places } = distinctOwners(owners);
    const answered = callPort(() => answersTo(distinct), toFault);
    return whenKnown(answered, (answers) => {
      const statuses: MaybePromise<OwnerStatus | undefined>[] = [];
      return (index) => {
        const place = places[index] ?? index;
        statuses[place] ??= statusOf(answers[place]);
        return statuses[place];
      };
    });
  };
}

/** Asks about one owner, for those who do one thing at a time. */
export function ownerAsker(askOwners: AskOwners): (owner: Owner) => Promise<OwnerStatus | undefined> {
  return async (owner) => (await askOwners([owner]))(0);
}

/** Each owner of a list once, and for each place of the list where its owner stands among them. */
interface DistinctOwners {
  readonly distinct: readonly Owner[];
  readonly places: readonly number[];
}

/** Finds the owners that a list names, in the order in which it names them. */
export function distinctOwners(owners: readonly Owner[]): DistinctOwners {
  const distinct: Owner[] = [];
  const placesOfKinds = new Map<string, Map<string, number>>();
  const places = owners.map((owner) => {
    const placesOfIds = placesOfKinds.get(owner.kind) ?? new Map<string, number>();
    placesOfKinds.set(owner.kind, placesOfIds);
    const known = placesOfIds.get(owner.id);
    if (known !== undefined) return known;
    placesOfIds.set(owner.id, distinct.length);
    return distinct.push(owner) - 1;
  });
  return { distinct, places };
}
