import type { Owner, OwnerStatus } from '../model/owner.js';
import type { Clock } from '../ports/clock.js';
import { isPromiseLike, type MaybePromise, whenKnown } from '../ports/maybe-promise.js';
import type { OwnerDirectory } from '../ports/owner-directory.js';
import type { AskOwners } from '../use-cases/verify-deps.js';
import { directoryUnavailable, ignoreRejections, readAnswers, readStatus } from './owner-answers.js';
import { asFault, callPort, withinDeadline } from './within-deadline.js';

/** Asks the host's directory about owners, each of them once, within the deadline. */
export function guardedOwners(
  directory: OwnerDirectory,
  { clock, deadlineMs }: { readonly clock: Clock; readonly deadlineMs: number },
): AskOwners {
  const deadline = {
    ms: deadlineMs,
    onLate: () => directoryUnavailable(`did not answer within ${deadlineMs} ms`),
  };
  // The directory never sees a token, so its own error may go to the host as it is.
  const toFault = (error: unknown) => directoryUnavailable('failed', error);
  const oneStatus = { read: readStatus, toFault };

  function answersAbout(owners: readonly Owner[]): MaybePromise<readonly unknown[]> {
    let answered: unknown;
    // Before the call: a directory may change its argument.
    const { length } = owners;
    const read = (answers: unknown) => readAnswers(answers, length);
    const fail = (error: unknown): never => {
      void ignoreRejections(answered);
      throw asFault(error, toFault);
    };
    try {
      answered = directory.find(owners);
      const inTime = withinDeadline(clock, answered, deadline);
      return isPromiseLike(inTime) ? inTime.then(read).then(undefined, fail) : read(inTime);
    } catch (error) {
      return fail(error);
    }
  }

  function statusFrom(answer: unknown): MaybePromise<OwnerStatus | undefined> {
    return callPort(() => withinDeadline(clock, answer, deadline), oneStatus);
  }

  return (owners) => {
    const { distinct, places } = distinctOwners(owners);
    return whenKnown(answersAbout(distinct), (answers) => {
      const statuses: MaybePromise<OwnerStatus | undefined>[] = [];
      return (index) => {
        const place = places[index] ?? index;
        statuses[place] ??= statusFrom(answers[place]);
        return statuses[place];
      };
    });
  };
}

/** Each owner of a list once, and for each place in the list the index of its owner in `distinct`. */
interface DistinctOwners {
  readonly distinct: readonly Owner[];
  readonly places: readonly number[];
}

/** Returns the owners in a list, in the order in which they first appear. */
export function distinctOwners(owners: readonly Owner[]): DistinctOwners {
  const distinct: Owner[] = [];
  const placesOfKinds = new Map<string, Map<string, number>>();
  const places = owners.map((owner) => {
    const placesOfIds = placesOfKinds.get(owner.kind) ?? new Map<string, number>();
    placesOfKinds.set(owner.kind, placesOfIds);
    const known = placesOfIds.get(owner.id);
    if (known !== undefined) return known;
    placesOfIds.set(owner.id, distinct.length);
    // A copy, which a directory may change.
    return distinct.push({ kind: owner.kind, id: owner.id }) - 1;
  });
  return { distinct, places };
}
