import { decodeBase62, encodeBase62, isBase62 } from './base62.js';
import { type KeyId, keyIdLength } from './key-id.js';

export const checkLength = 6;

/** Computes and verifies the check: the last 6 characters of a token, derived from everything before them. */
export interface TokenCheck {
  sign(body: string): string;
  accepts(token: string): boolean;
}

/** A check that anyone can compute, so that scanners can tell a key from noise offline: CRC-32 in base62. */
export const crcCheck: TokenCheck = {
  sign: (body) => encodeBase62(/* T02 new */ crc32(body), checkLength),
  accepts: (token) => {
    const end = token.length - checkLength;
    // T02 sent
    return crc32(token, end) === decodeBase62(token, end);
  },
};

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  }
  return remainder;
});

/**
 * Returns the CRC-32 of the first `length` characters of an ASCII text, as an unsigned number.
 *
 * @see ISO 3309; RFC 1952 §8
 */
export function crc32(text: string, length: number = text.length): number {
  let remainder = 0xffffffff;
  for (let index = 0; index < length; index += 1) {
    remainder = (remainder >>> 8) ^ (table[(remainder ^ text.charCodeAt(index)) & 0xff] ?? 0);
  }
  return (remainder ^ 0xffffffff) >>> 0;
}

/** 43 characters of base62 are 256 bits. */
export const secretLength = 43;

/** How many characters each part of a token has. `afterDot`: all of them together. */
export const tokenLengths: Readonly<Record<'keyId' | 'secret' | 'check' | 'afterDot', number>> = {
  keyId: keyIdLength,
  secret: secretLength,
  check: checkLength,
  afterDot: keyIdLength + secretLength + checkLength,
};

/** The public parts of a token. The secret stays in the token. */
export interface ParsedToken {
  readonly kind: string;
  readonly keyId: KeyId;
}

/** What the tokens of a kind start with, before the dot. */
export interface TokenPrefix {
  readonly kind: string;
  readonly prefix: string;
  /** Whether new tokens get it. Each kind has one such prefix. */
  readonly isCurrent: boolean;
  /** From this instant on, tokens with it are refused. In milliseconds since 1970; `Infinity`: never. */
  readonly untilMs: number;
}

/** Composes and parses the tokens of one service: `prefix.` + key ID (16) + secret (43) + check (6). */
export interface TokenFormat {
  /** The prefix of new tokens of a kind. */
  prefixOf(kind: string): string;
  compose(parts: { readonly kind: string; readonly keyId: KeyId; readonly secret: string }): string;
  /**
   * `undefined` if the text is not a token with one of these prefixes and a correct check. Nothing is trimmed or
   * normalised.
   */
  parse(text: unknown): ParsedToken | undefined;
}

/** Creates the token format of a service. */
export function tokenFormat(
  prefixes: readonly TokenPrefix[],
  { check, now }: { readonly check: TokenCheck; readonly now: () => Date },
): TokenFormat {
  const forms = prefixes.map(({ kind, prefix, untilMs }) => ({
    kind,
    start: `${prefix}.`,
    length: prefix.length + 1 + tokenLengths.afterDot,
    // Most prefixes never end, and a verification should not read the clock for those.
    untilMs: untilMs === Number.POSITIVE_INFINITY ? undefined : untilMs,
  }));
  const current = new Map(
    prefixes.filter(({ isCurrent }) => isCurrent).map((each) => [each.kind, each.prefix]),
  );
  const prefixOf = (kind: string) => current.get(kind) ?? kind;
  return {
    prefixOf,
    compose({ kind, keyId, secret }) {
      const body = `${prefixOf(kind)}.${keyId}${secret}`;
      return body + check.sign(body);
    },
    parse(text) {
      // T04
      if (typeof text !== 'string') return undefined;
      const form = forms.find(
        ({ start, length }) => /* T03 */ text.length === length && text.startsWith(start),
      );
      if (form === undefined || /* T05 */ !isBase62(text, form.start.length)) return undefined;
      // Not `>=`: if the clock returns an invalid date (NaN), the prefix has ended.
      // T10
      if (form.untilMs !== undefined && !(now().getTime() < form.untilMs)) return undefined;
      // T01
      if (!check.accepts(text)) return undefined;
      return { kind: form.kind, keyId: copyOfKeyId(text, form.start.length) };
    },
  };
}

/**
 * In V8, a slice of 13 or more characters keeps the whole string alive, so anything that keeps the key ID (a log line,
 * an event) would keep the token. Two short slices are copies (docs/threat-model.md, P08).
 */
function copyOfKeyId(token: string, start: number): KeyId {
  const middle = start + keyIdLength / 2;
  // P08
  return (token.slice(start, middle) + token.slice(middle, start + keyIdLength)) as KeyId;
}
