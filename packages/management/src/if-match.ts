import { ProblemError } from './problem.js';

/**
 * Reads an `If-Match`: the versions of which a key must have one. `undefined`: none is asked for, or any will do. A weak
 * tag is none of them, since it never matches.
 *
 * @see RFC 9110 §13.1.1 and §8.8.3
 * @throws {ProblemError} with 400 where it is neither `*` nor a list of entity tags.
 */
export function readIfMatch(header: string | undefined): readonly string[] | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const tags = header.split(',').map((tag) => entityTag.exec(tag));
  return tags.flatMap((tag) => {
    if (tag === null) throw malformed;
    const [, weak, version = ''] = tag;
    return weak === undefined ? [version] : [];
  });
}

/** Without the characters that no version has: a comma in a tag would need another reading. */
const entityTag = /^[ \t]*(W\/)?"([\w-]*)"[ \t]*$/;

const malformed = new ProblemError({
  status: 400,
  code: 'unreadable_if_match',
  title: 'If-Match can not be read',
  detail: 'If-Match is the ETag of the key as you saw it, in double quotes.',
});
