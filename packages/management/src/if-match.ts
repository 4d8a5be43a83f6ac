import { ProblemError } from './problem.js';

/**
 * Reads an `If-Match`: the versions of which a key must have one. `undefined`: none is asked for, or any will do.
 *
 * A proxy that compresses answers changes their tags: nginx and Cloudflare weaken them (`W/"…"`), Apache adds `-gzip`. RFC 9110
 * §13.1.1 never lets a weak tag match, since what it names may differ in its bytes. Ours names what the record says, in whatever
 * bytes it was sent: a change by someone else has another version, weakened or not. So both are read as the version in them.
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

/** A version, which has 43 characters, and what servers add to it: mod_deflate one hyphen, Jetty two. */
const addedToVersion = /^([\w-]{43})--?(?:gzip|br|deflate|zstd)$/;

const malformed = new ProblemError({
  status: 400,
  code: 'unreadable_if_match',
  title: 'If-Match can not be read',
  detail: 'If-Match is the ETag of the key as you saw it, in double quotes.',
});
