import { PosternError } from '../errors.js';

/**
 * How often a record is read and judged. Each attempt without effect means that somebody else was faster, or that the
 * storage ignores the change.
 */
export const mostAttempts = 5;

/** The fault if no attempt wrote anything, although there was something to do. */
export function changedMeanwhile(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    `nothing was written in ${mostAttempts} attempts: either others changed the record each time, so try again, or the storage ignores the change, so look for row-level security policies, triggers, rules and a read-only replica`,
  );
}
