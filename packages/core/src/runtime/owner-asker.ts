import { PosternError } from '../errors.js';
import type { Owner, OwnerStatus } from '../model/owner.js';
import type { Clock } from '../ports/clock.js';
import type { OwnerDirectory } from '../ports/owner-directory.js';
import { callPort } from './call-port.js';
import { gatherPerTurn } from './gather-per-turn.js';
import { isPromiseLike } from './is-promise-like.js';
import { withinDeadline } from './within-deadline.js';

const mostOwnersPerQuestion = 256;

/** Asks the host's directory about one owner for its callers, and about all owners of a turn together. */
export function ownerAsker(
  directory: OwnerDirectory,
  { clock, deadlineMs }: { readonly clock: Clock; readonly deadlineMs: number },
): (owner: Owner) => Promise<OwnerStatus | undefined> {
  const onLate = () => unavailable(`did not answer within ${deadlineMs} ms`);
  const inTime = async (answer: unknown): Promise<unknown> =>
    isPromiseLike(answer) ? withinDeadline(clock, answer, { ms: deadlineMs, onLate }) : answer;

  async function answersTo(owners: readonly Owner[]): Promise<readonly unknown[]> {
    const answered: unknown = directory.find(owners);
    try {
      const answers = await inTime(answered);
      if (Array.isArray(answers) && answers.length === owners.length) return answers;
      throw unavailable('must answer with an array, one answer an owner');
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
          (error) => unavailable('failed', error),
        ),
      );
    },
  });
}

/** Copies what a directory said. Anything but a clear answer is a fault: never an approval, never a refusal. */
function readStatus(answer: unknown): OwnerStatus | undefined {
  if (answer === undefined) return undefined;
  if (typeof answer === 'object' && answer !== null && 'active' in answer && 'permissions' in answer) {
    const { active, permissions } = answer;
    if (typeof active === 'boolean' && isTexts(permissions))
      return { active, permissions: Object.freeze([...permissions]) };
  }
  throw unavailable('must answer undefined or { active: boolean, permissions: string[] }');
}

/** Answers that nobody waits for, or no longer, must not end the process when they fail. */
async function ignoreRejections(answered: unknown): Promise<void> {
  try {
    const answers = await answered;
    await Promise.allSettled(Array.isArray(answers) ? answers : []);
  } catch {
    // What failed as a whole was reported as such.
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function unavailable(what: string, cause?: unknown): PosternError {
  return new PosternError('ERR_DIRECTORY_UNAVAILABLE', `the owner directory ${what}`, { cause });
}
