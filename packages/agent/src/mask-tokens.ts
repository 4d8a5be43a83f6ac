import { displayForm, type KeyId } from '@postern/core';

/** A text without tokens, and whose they were. */
export interface MaskedText {
  readonly text: string;
  /** The key IDs of the tokens, as they stood there. Whether such keys exist is not known. */
  readonly keyIds: readonly string[];
  /** Whether anything was masked: also where there was no key ID to be seen. */
  readonly masked: boolean;
}

const keyIdLength = 16;
/** Key ID, secret and check. */
const bodyLength = 65;
/** From here on a part of a token has some of the secret. */
const shortestPart = keyIdLength + 1;
/** White space, and characters that nobody sees: what a terminal, a mail or a chat puts into a long word. */
const gap = '[\\s\\p{Cf}]+';
/** As long as a secret: in a chat, hardly anything but one. */
const bareSecret = /[0-9A-Za-z]{43,}/g;

/**
 * Puts display forms in the place of tokens. It finds more than whole ones, since it is for texts that go on to a model or a
 * store: with any check, cut short, in any case, and broken over lines.
 *
 * @example
 * maskTokens(`why does ${token} get 401?`, keys.kinds).text; // 'why does user.01ab23cd… get 401?'
 */
export function maskTokens(text: string, kinds: readonly string[]): MaskedText {
  const keyIds: string[] = [];
  let masked = false;
  const mask = (kind: string, body: string) => {
    const keyId = body.slice(0, keyIdLength);
    keyIds.push(keyId);
    masked = true;
    return displayForm({ id: keyId as KeyId, owner: { kind, id: '' } });
  };

  const pattern = new RegExp(`(${kinds.join('|')})\\.([0-9A-Za-z]{8,}(?:${gap}[0-9A-Za-z]{8,}){0,3})`, 'giu');
  const withoutTokens = text.replace(pattern, (found: string, kind: string, rest: string) => {
    const body = bodyIn(rest);
    if (body === undefined) return found;
    return mask(kind.toLowerCase(), body.replace(/[^0-9A-Za-z]/g, '')) + rest.slice(body.length);
  });
  const clean = withoutTokens.replace(bareSecret, () => {
    masked = true;
    return '…';
  });
  return { text: clean, keyIds, masked };
}

/** What of a text is the body of a token: a part of one, or a whole one that was broken. */
function bodyIn(text: string): string | undefined {
  let seen = 0;
  for (const { 0: piece, index } of text.matchAll(/[0-9A-Za-z]+/g)) {
    seen += piece.length;
    if (seen === bodyLength && index > 0) return text.slice(0, index + piece.length);
  }
  const first = /^[0-9A-Za-z]*/.exec(text)?.[0] ?? '';
  return first.length >= shortestPart ? first : undefined;
}

/** Gives the key IDs of the tokens in what a model sent, wherever they stand. `undefined`: there are none. */
export function findTokens(input: unknown, kinds: readonly string[]): readonly string[] | undefined {
  const found: MaskedText[] = [];
  const left: unknown[] = [input];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === 'string') found.push(maskTokens(value, kinds));
    else if (typeof value === 'object' && value !== null)
      left.push(...Object.keys(value), ...Object.values(value));
  }
  if (!found.some(({ masked }) => masked)) return undefined;
  return [...new Set(found.flatMap(({ keyIds }) => keyIds))];
}
