import { PosternError } from '../errors.js';
import type { OwnerStatus } from '../model/owner.js';
import { isListOfStrings } from './repository-answers.js';

/** Checks that a directory returned one answer per owner: a missing one must not pass for "no such owner". */
export function readAnswers(answers: unknown, owners: number): readonly unknown[] {
  if (Array.isArray(answers) && answers.length === owners && !hasHole(answers)) return answers;
  throw directoryUnavailable('must return an array with one answer per owner');
}

/** A hole must not pass for "no such owner" either. */
function hasHole(answers: readonly unknown[]): boolean {
  for (let index = 0; index < answers.length; index += 1) if (!(index in answers)) return true;
  return false;
}

/** Copies an answer. Anything but a clear answer is a fault: never an approval, never a refusal. */
export function readStatus(answer: unknown): OwnerStatus | undefined {
  if (answer === undefined) return undefined;
  if (typeof answer === 'object' && answer !== null && 'active' in answer && 'permissions' in answer) {
    const { active, permissions } = answer;
    if (typeof active === 'boolean' && isListOfStrings(permissions))
      return { active, permissions: [...permissions] };
  }
  // F02
  throw directoryUnavailable(
    'must answer each owner with undefined or { active: boolean, permissions: string[] }',
  );
}

/** Answers that no one waits for any more must not crash the process if they fail. */
export async function ignoreRejections(answered: unknown): Promise<void> {
  try {
    const answers = await answered;
    await Promise.allSettled(Array.isArray(answers) ? answers : []);
  } catch {
    // A failure of the whole call was already reported.
  }
}

export function directoryUnavailable(what: string, cause?: unknown): PosternError {
  return new PosternError('ERR_DIRECTORY_UNAVAILABLE', `the owner directory ${what}`, { cause });
}
