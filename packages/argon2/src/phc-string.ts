import type { EncodedHash } from '@postern/core/ports';

/** The cost of a hash, as its PHC string states it. */
export interface Argon2Parameters {
  /** Memory in KiB (`m`). */
  readonly memoryKiB: number;
  /** Passes over the memory (`t`). */
  readonly passes: number;
  /** Lanes, each computed by a thread of its own (`p`). */
  readonly lanes: number;
}

/** Argon2id of version 19 alone; salt of 8 to 48 bytes, tag of 16 to 64 bytes, in base64 without padding. */
const form =
  /^\$argon2id\$v=19\$m=([1-9]\d{0,9}),t=([1-9]\d{0,9}),p=([1-9]\d{0,9})\$([A-Za-z0-9+/]{11,64})\$([A-Za-z0-9+/]{22,86})$/;

const maxLength = 256;

/**
 * Reads the parameters of an Argon2id PHC string, and computes nothing. `undefined` where it is none: another variant,
 * a short tag (four bytes are guessed in no time), trailing bytes, base64 that no encoder writes. Engines differ in what
 * they take beyond that, so none is asked.
 *
 * @see RFC 9106 §3.1 for the bounds: a tag of 16 bytes is what it recommends at least, and memory is 8 KiB a lane.
 */
export function parsePhcString(hash: EncodedHash): Argon2Parameters | undefined {
  const [, memory, passes, lanes, salt, tag] = (hash.length <= maxLength && form.exec(hash)) || [];
  if (memory === undefined || !isCanonical(salt) || !isCanonical(tag)) return undefined;
  const parameters = { memoryKiB: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  return parameters.memoryKiB >= 8 * parameters.lanes ? parameters : undefined;
}

/** Says whether an encoder writes these bytes so: one of several ways to write them may be a damaged one. */
function isCanonical(base64 = ''): boolean {
  return Buffer.from(base64, 'base64').toString('base64').replace(/=+$/, '') === base64;
}
