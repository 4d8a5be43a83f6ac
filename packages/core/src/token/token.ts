import { type KeyId, keyIdLength } from '../model/key-id.js';
import { isBase62 } from './base62.js';
import { checkLength, type TokenCheck } from './check.js';

/** How many characters a secret has: 43 of base62 are 256 bits. */
export const secretLength = 43;

const afterKind = 1 + keyIdLength + secretLength + checkLength;

/** What a token says of itself. The secret stays in the token. */
export interface ParsedToken {
  readonly kind: string;
  readonly keyId: KeyId;
}

/** Composes and parses the tokens of one service: `kind.` + key ID (16) + secret (43) + check (6). */
export interface TokenFormat {
  compose(parts: { readonly kind: string; readonly keyId: KeyId; readonly secret: string }): string;
  /** `undefined` where the text is no token of these kinds with a right check. Nothing is trimmed or normalised. */
  parse(text: unknown): ParsedToken | undefined;
}

/** Makes the format for the kinds that a service declares. */
export function tokenFormat(kinds: readonly string[], check: TokenCheck): TokenFormat {
  const forms = kinds.map((kind) => ({ kind, prefix: `${kind}.`, length: kind.length + afterKind }));
  return {
    compose({ kind, keyId, secret }) {
      const body = `${kind}.${keyId}${secret}`;
      return body + check.sign(body);
    },
    parse(text) {
      // T04
      if (typeof text !== 'string') return undefined;
      const form = forms.find(
        ({ prefix, length }) => /* T03 */ text.length === length && text.startsWith(prefix),
      );
      if (form === undefined || /* T05 */ !isBase62(text, form.prefix.length)) return undefined;
      // T01
      if (!check.accepts(text)) return undefined;
      return { kind: form.kind, keyId: copyOfKeyId(text, form.prefix.length) };
    },
  };
}

/**
 * A slice of 13 characters or more keeps the whole text alive in V8, and whoever keeps the key ID (a log line, an
 * event) would keep the token. Two short slices are copies (docs/threat-model.md, P08).
 */
function copyOfKeyId(token: string, start: number): KeyId {
  const middle = start + keyIdLength / 2;
  // P08
  return (token.slice(start, middle) + token.slice(middle, start + keyIdLength)) as KeyId;
}
