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
/** What a token is broken into has this length, but for the first and the last piece. Words of a text are shorter. */
const shortestPiece = 8;
/** How far a broken token may reach, with all that stands between its pieces. */
const longestReach = 400;
/** As long as a secret: in a chat, hardly anything but one. */
const bareSecret = /[0-9A-Za-z]{43,}/g;

/**
 * Puts display forms in the place of tokens. It finds more than whole ones, since it is for texts that go on to a model or a
 * store: with any check, cut short, in any case, and broken into pieces of eight characters or more by white space, or by
 * characters that nobody sees.
 *
 * @example
 * maskTokens(`why does ${token} get 401?`, keys.kinds).text; // 'why does user.01ab23cd… get 401?'
 */
export function maskTokens(text: string, kinds: readonly string[]): MaskedText {
  const keyIds: string[] = [];
  let clean = '';
  let end = 0;
  for (const { 0: prefix, index } of text.matchAll(new RegExp(`(?:${kinds.join('|')})\\.`, 'gi'))) {
    const start = index + prefix.length;
    const length = start < end ? 0 : lengthOfBody(text.slice(start, start + longestReach));
    if (length === 0) continue;
    const keyId = text
      .slice(start, start + length)
      .replace(/[^0-9A-Za-z]/g, '')
      .slice(0, keyIdLength);
    const kind = prefix.slice(0, -1).toLowerCase();
    keyIds.push(keyId);
    clean += text.slice(end, index) + displayForm({ id: keyId as KeyId, owner: { kind, id: '' } });
    end = start + length;
  }
  clean += text.slice(end);
  const masked = clean.replace(bareSecret, '…');
  return { text: masked, keyIds, masked: masked !== text };
}

/** How much of a text is the body of a token: a part of one, or a whole one in pieces. 0: nothing. */
function lengthOfBody(text: string): number {
  const [run = ''] = /^[0-9A-Za-z][0-9A-Za-z\s\p{Cf}]*/u.exec(text) ?? [];
  const pieces = [...run.matchAll(/[0-9A-Za-z]+/g)];
  let seen = 0;
  for (const { 0: piece, index } of pieces) {
    seen += piece.length;
    if (seen === bodyLength) return index + piece.length;
    if (seen > bodyLength || (index > 0 && piece.length < shortestPiece)) break;
  }
  const unbroken = pieces[0]?.[0].length ?? 0;
  return unbroken >= shortestPart ? unbroken : 0;
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
