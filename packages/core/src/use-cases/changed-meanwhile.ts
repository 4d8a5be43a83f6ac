import { PosternError } from '../errors.js';

/** How often a record is read and judged. Each time that comes to nothing means that somebody else was just faster. */
export const mostAttempts = 5;

/** What happens where the record was another one than was read, each time. */
export function changedMeanwhile(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    `the record was changed ${mostAttempts} times while it was judged, so nothing was written; try again`,
  );
}
