import type { EncodedHash } from '@postern/core/ports';

/** The cost parameters of a hash, as its PHC string states them. */
export interface Argon2Parameters {
  /** Memory in KiB (`m`). */
  readonly memoryKiB: number;
  /** Passes over the memory (`t`). */
  readonly passes: number;
  /** Lanes, each computed by a thread of its own (`p`). */
  readonly lanes: number;
}

/** Only Argon2id, version 19, with a salt of 8 to 48 bytes and a tag of 16 to 64 bytes, in base64 without padding. */
const form =
  /^\$argon2id\$v=19\$m=([1-9]\d{0,9}),t=([1-9]\d{0,9}),p=([1-9]\d{0,9})\$([A-Za-z0-9+/]{11,64})\$([A-Za-z0-9+/]{22,86})$/;

const maxLength = 256;

/**
 * Reads the parameters of an Argon2id PHC string, without computing anything. Returns `undefined` for anything else:
 * another variant, a short tag (four bytes are quickly guessed), trailing bytes, or base64 that no encoder writes.
 * Engines differ in what else they accept, so they are never asked.
 *
 * @see RFC 9106 §3.1 for the bounds: it recommends a tag of 16 bytes or more, and requires 8 KiB of memory per lane.
 */
export function parsePhcString(hash: EncodedHash): Argon2Parameters | undefined {
  const [, memory, passes, lanes, salt, tag] = (hash.length <= maxLength && form.exec(hash)) || [];
  if (memory === undefined || !isCanonical(salt) || !isCanonical(tag)) return undefined;
  const parameters = { memoryKiB: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  return parameters.memoryKiB >= 8 * parameters.lanes ? parameters : undefined;
}

/** Checks whether an encoder would write these bytes this way. Any other way to write them may be damage. */
function isCanonical(base64 = ''): boolean {
  return Buffer.from(base64, 'base64').toString('base64').replace(/=+$/, '') === base64;
}
