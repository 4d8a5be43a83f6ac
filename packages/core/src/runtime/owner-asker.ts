import type { Owner, OwnerStatus } from '../model/owner.js';
import type { Clock } from '../ports/clock.js';
import type { OwnerDirectory } from '../ports/owner-directory.js';
import { callPort } from './call-port.js';
import { gatherPerTurn } from './gather-per-turn.js';
import { isPromiseLike } from './is-promise-like.js';
import { directoryUnavailable, ignoreRejections, readAnswers, readStatus } from './owner-answers.js';
import { withinDeadline } from './within-deadline.js';

const mostOwnersPerQuestion = 256;

/** Asks the host's directory about one owner for its callers, and about all owners of a turn together. */
export function ownerAsker(
  directory: OwnerDirectory,
  { clock, deadlineMs }: { readonly clock: Clock; readonly deadlineMs: number },
): (owner: Owner) => Promise<OwnerStatus | undefined> {
  const onLate = () => directoryUnavailable(`did not answer within ${deadlineMs} ms`);
  const inTime = async (answer: unknown): Promise<unknown> =>
    isPromiseLike(answer) ? withinDeadline(clock, answer, { ms: deadlineMs, onLate }) : answer;

  async function answersTo(owners: readonly Owner[]): Promise<readonly unknown[]> {
    const answered: unknown = directory.find(owners);
    try {
      return readAnswers(await inTime(answered), owners.length);
    } catch (error) {
      void ignoreRejections(answered);
      throw error;
    }
  }

  return gatherPerTurn({
    identify: ({ kind, id }: Owner) => `${kind}.${id}`,
    most: mostOwnersPerQuestion,
    ask(owners) {
      const answers = answersTo(owners);
      return owners.map((_owner, index) =>
        callPort(
          async () => readStatus(await inTime((await answers)[index])),
          // The directory never sees a token, so its own error may go to the host as it is.
          (error) => directoryUnavailable('failed', error),
        ),
      );
    },
  });
}
