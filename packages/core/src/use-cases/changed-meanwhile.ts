import { PosternError } from '../errors.js';

/**
 * How often a record is read and judged. Each time that comes to nothing means that somebody else was just faster, or that
 * the storage does not write.
 */
export const mostAttempts = 5;

/** What happens where nothing was written each time, although there was something to do. */
export function changedMeanwhile(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    `nothing was written in ${mostAttempts} attempts: others changed the record each time, so try again, or the storage ignores the change: look for row-level security policies, triggers, rules and a read-only replica`,
  );
}
