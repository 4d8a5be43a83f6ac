import { ProblemError } from './problem.js';

/**
 * Reads an `If-Match`: a list of versions, of which the key must have one. `undefined`: any version will do.
 *
 * A proxy that compresses responses changes their tags: nginx and Cloudflare weaken them (`W/"…"`), Apache adds `-gzip`. RFC
 * 9110 §13.1.1 never lets a weak tag match, because the bytes behind it may differ. Our tags identify what the record says,
 * whatever bytes it is sent as, and a change by someone else gives it another version. So the version is read from either form.
 *
 * @see RFC 9110 §13.1.1 and §8.8.3
 * @throws {ProblemError} with 400 if it is neither `*` nor a list of entity tags.
 */
export function readIfMatch(header: string | undefined): readonly string[] | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  return header.split(',').map((tag) => {
    const opaque = entityTag.exec(tag)?.[1];
    if (opaque === undefined) throw malformed;
    return addedToVersion.exec(opaque)?.[1] ?? opaque;
  });
}

/** Without the characters that no version has: a comma in a tag would need another reading. */
const entityTag = /^[ \t]*(?:W\/)?"([\w-]*)"[ \t]*$/;

/** A version has 43 characters. Servers add the coding to it: Apache after one hyphen, Jetty after two. */
const addedToVersion = /^([\w-]{43})--?(?:gzip|br|deflate|zstd)$/;

const malformed = new ProblemError({
  code: 'unreadable_if_match',
  title: 'If-Match cannot be read',
  detail: 'If-Match is the ETag of the key as you saw it, in double quotes.',
});
