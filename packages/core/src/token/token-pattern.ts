import { secretLength, tokenLengths } from './token.js';

/**
 * Returns a pattern that finds tokens with these prefixes (`keys.tokenPrefixes`) in text, such as logs, repositories or
 * chat messages. It matches the form only; the token's check is not verified.
 *
 * @example
 * tokenPattern(['user', 'team']); // /\b(?:user|team)\.[0-9A-Za-z]{65}\b/g
 */
export function tokenPattern(prefixes: readonly string[]): RegExp {
  return new RegExp(`\\b(?:${prefixes.join('|')})${afterPrefix}\\b`, 'g');
}

/**
 * A shorter part of a token leaves at least 16 characters of the secret to guess. Anyone can use the check at the end
 * of a token to find out which candidates are worth a try: with 8 characters missing, some 50,000 are.
 */
const minPartLength = 28;
const afterPrefix = `\\.[0-9A-Za-z]{${tokenLengths.afterDot}}`;
const tokenBody = new RegExp(afterPrefix);
const secretRuns = new RegExp(`[0-9A-Za-z]{${secretLength},}`, 'g');

/** In random characters, 62 % are of another class than the one before: capitals, small letters, digits. */
const minMixedShare = 0.35;
/** Words with spaces between them are more mixed than one word. */
const minMixedShareInPieces = 0.45;

/**
 * Checks whether a run of letters and digits could be a secret, or a part of one that is long enough to guess the rest:
 * 28 or more characters that change between capitals, small letters and digits as often as random ones do, or 40 or
 * more with digits, in case the letters were converted to one case. Words, camel-case identifiers, UUIDs and
 * hexadecimal digests don't match. One in 300 random runs of 28 characters is too regular to be noticed, and one in
 * 10,000 whole secrets.
 *
 * @example
 * couldBeSecret('9f86d081884c7d659a2feaa0c55ad015'); // false
 */
export function couldBeSecret(run: string): boolean {
  if (run.length < minPartLength) return false;
  return isMixed(mixOf(run), minMixedShare) || (run.length >= 40 && /\d/.test(run) && /[g-z]/i.test(run));
}

/**
 * Checks whether a text holds a token with any prefix, or anything else that could be a secret, even in pieces of eight
 * or more characters. Such a text must not be stored or echoed.
 */
export function holdsSecret(text: string): boolean {
  // P09 names
  if (tokenBody.test(text)) return true;
  let joined = mixOf('');
  let end = -1;
  for (const { 0: piece, index } of text.matchAll(/[0-9A-Za-z]{8,}/g)) {
    if (couldBeSecret(piece)) return true;
    const isAdjacent = index - end <= maxGap;
    if (!looksRandom(piece)) joined = mixOf('');
    else joined = isAdjacent ? joinedMix(joined, mixOf(piece)) : mixOf(piece);
    end = index + piece.length;
    if (isMixed(joined, minMixedShareInPieces)) return true;
  }
  return false;
}

/** Two pieces belong together if at most this many characters separate them: a separator with spaces around it. */
const maxGap = 3;

/** Checks whether a text holds a whole secret. For texts that are usually random but shorter, such as UUIDs. */
export function holdsWholeSecret(text: string): boolean {
  return tokenBody.test(text) || (text.match(secretRuns) ?? []).some(couldBeSecret);
}

/** How often a run changes between capitals, small letters and digits. It is added up, so that no text is read twice. */
interface Mix {
  readonly length: number;
  readonly stretches: number;
  readonly hasSmall: boolean;
  readonly hasCapital: boolean;
  readonly first: string;
  readonly last: string;
}

function mixOf(run: string): Mix {
  return {
    length: run.length,
    stretches: run.match(/[a-z]+|[A-Z]+|\d+/g)?.length ?? 0,
    hasSmall: /[a-z]/.test(run),
    hasCapital: /[A-Z]/.test(run),
    first: run.charAt(0),
    last: run.charAt(run.length - 1),
  };
}

/** The mix of two runs without anything between them. */
function joinedMix(before: Mix, after: Mix): Mix {
  if (before.length === 0) return after;
  const isOneStretch = /^(?:[a-z]{2}|[A-Z]{2}|\d{2})$/.test(before.last + after.first);
  return {
    length: before.length + after.length,
    stretches: before.stretches + after.stretches - (isOneStretch ? 1 : 0),
    hasSmall: before.hasSmall || after.hasSmall,
    hasCapital: before.hasCapital || after.hasCapital,
    first: before.first,
    last: after.last,
  };
}

function isMixed({ length, stretches, hasSmall, hasCapital }: Mix, minShare: number): boolean {
  return length >= minPartLength && hasSmall && hasCapital && stretches - 1 >= (length - 1) * minShare;
}

/** Words that people write have no digits or capitals inside. */
function looksRandom(piece: string): boolean {
  return (/\d/.test(piece) && /[A-Za-z]/.test(piece)) || /[a-z][A-Z]/.test(piece);
}
