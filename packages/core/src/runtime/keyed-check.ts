import { createHmac, timingSafeEqual } from 'node:crypto';
import type { PosternError } from '../errors.js';
import { invalidConfig } from '../options.js';
import type { Clock } from '../ports/clock.js';
import { encodeBase62 } from '../token/base62.js';
import { checkLength, crcCheck, type TokenCheck } from '../token/token.js';

/** Keys that make the check of a token something only this service can compute. */
export interface CheckKeys {
  /**
   * At least 32 bytes each. The first key signs, all of them verify. Removing a key ends the tokens that were issued
   * under it. If a key is text from a file, trim it: text with white space around it is refused.
   */
  readonly keys: readonly Uint8Array[];
  /**
   * Until this instant, tokens with a CRC-32 check, issued before there were check keys, are accepted too. Default:
   * never.
   */
  readonly acceptUnkeyedUntil?: Date | undefined;
}

const minKeyBytes = 32;

/**
 * Creates a check with HMAC-SHA-256, truncated to 6 base62 characters. A token that this service never issued is then
 * refused without a read or a hash.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if a key is missing, is too short, or is text with white space around it.
 * @see RFC 2104
 */
export function keyedCheck(checkKeys: CheckKeys, clock: Pick<Clock, 'now'>): TokenCheck {
  const copies = readCheckKeys(checkKeys?.keys);
  const unkeyedUntilMs = readInstantMs(checkKeys.acceptUnkeyedUntil);
  const [signing] = copies;
  return {
    sign: (body) => truncatedHmac(signing, body),
    accepts(token) {
      const [body, check] = [token.slice(0, -checkLength), token.slice(-checkLength)];
      // T07
      if (copies.some((key) => isEqual(truncatedHmac(key, body), check))) return true;
      return clock.now().getTime() < unkeyedUntilMs && crcCheck.accepts(token);
    },
  };
}

/** Without an instant, returns one before all others. */
function readInstantMs(instant: unknown): number {
  if (instant === undefined) return Number.NEGATIVE_INFINITY;
  if (instant instanceof Date && Number.isFinite(instant.getTime())) return instant.getTime();
  throw invalidConfig('checkKeys.acceptUnkeyedUntil must be a valid Date');
}

function readCheckKeys(keys: readonly Uint8Array[]): readonly [Uint8Array, ...Uint8Array[]] {
  const [first, ...others] = Array.isArray(keys) ? keys.map(copyOfKey) : [];
  if (first !== undefined) return [first, ...others];
  throw tooShort();
}

function copyOfKey(key: unknown): Uint8Array {
  if (!(key instanceof Uint8Array) || key.length < minKeyBytes) throw tooShort();
  if (isTextWithWhiteSpace(key))
    throw invalidConfig(
      'a key in checkKeys.keys is text that starts or ends with white space, such as a newline from a file; remove it',
    );
  return Uint8Array.from(key);
}

/**
 * Text with the newline at the end of its file is a different key than the same text without it, and a process that
 * uses one refuses every token of the other. Random bytes don't look like this: fewer than one in 10¹⁴ keys of 32
 * random bytes do.
 */
function isTextWithWhiteSpace(key: Uint8Array): boolean {
  const text = Buffer.from(key).toString('latin1');
  return /^[\t\n\r -~]+$/.test(text) && text !== text.trim();
}

function tooShort(): PosternError {
  return invalidConfig(
    `checkKeys.keys must be one or more Uint8Arrays, each at least ${minKeyBytes} bytes long`,
  );
}

/** 48 bits, encoded in base62. 62⁶ is a little less than 2³⁶, so the bias is below one in four thousand. */
function truncatedHmac(key: Uint8Array, body: string): string {
  const digest = createHmac('sha256', key).update(body).digest();
  return encodeBase62(digest.readUIntBE(0, 6), checkLength);
}

function isEqual(one: string, other: string): boolean {
  return (
    one.length === other.length && timingSafeEqual(Buffer.from(one, 'latin1'), Buffer.from(other, 'latin1'))
  );
}
