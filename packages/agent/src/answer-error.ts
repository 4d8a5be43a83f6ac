import { type ApiKeys, isFault, isPosternError } from '@postern/core';
import { tellUnexpected } from '@postern/management';

/** Says why nothing was done: what the error says, where it tells of the request, and no more than that of a fault. */
export function answerError(keys: ApiKeys, error: unknown): string {
  if (isFault(error)) return faulty;
  if (isPosternError(error)) return `Nothing was done: ${error.message}.`;
  tellUnexpected(keys, error);
  return faulty;
}

const faulty =
  'Something is not responding right now. Check whether the change was made before you try again.';
