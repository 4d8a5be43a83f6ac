import { couldBeSecret, tokenLengths } from '@postern/core';

/** The position of a token, or part of one, in a text. */
export interface TokenSpan {
  readonly start: number;
  readonly end: number;
  /** In lower case. `undefined` if the text does not show it. */
  readonly prefix: string | undefined;
  /** As written in the text; meaningful only with a prefix. Such a key may or may not exist. */
  readonly keyId: string;
}

/** A run of letters and digits. */
interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The prefix that ends with it, as written, if a dot follows. It may begin in an earlier run. */
  readonly prefix: string | undefined;
}

const { keyId: keyIdLength, secret: secretLength, check: checkLength, afterDot: bodyLength } = tokenLengths;
/** Anything longer can be completed by guessing: see `couldBeSecret`. */
const maxTail = 27;
/** The pieces of a broken token are at least this long, except for the first and the last. */
const minPiece = 8;
/**
 * The longest gap between two pieces: a line break, and the characters that a shell, an email or a table puts around
 * it.
 */
const maxGap = 12;
const maxPieces = 10;

/** Finds tokens, including truncated or broken ones, and secrets without a prefix. */
export function tokenSpans(text: string, prefixes: readonly string[]): readonly TokenSpan[] {
  return spansOf(text, splitIntoPieces(text, prefixes));
}

/**
 * Does the same for the beginning of a text that may go on in any way: `spans` are those that begin before `end`, and
 * no continuation changes them, or anything else before `end`. The last of them may end after it.
 */
export function certainSpans(
  text: string,
  prefixes: readonly string[],
): { readonly spans: readonly TokenSpan[]; readonly end: number } {
  const pieces = splitIntoPieces(text, prefixes);
  const end = certainEnd(text, pieces, prefixes);
  return { spans: spansOf(text, pieces).filter(({ start }) => start < end), end };
}

/**
 * Returns the position before which everything is certain. The end of the text is not: a run may go on, and a prefix
 * may still take away from the runs that it covers. Nor is a run from which a chain leads there.
 */
function certainEnd(text: string, pieces: readonly Piece[], prefixes: readonly string[]): number {
  const whole = text.length - maxPrefixLength(prefixes);
  // With the dot after a prefix, a gap may be one longer.
  const isAfterGap = (at: number) =>
    (pieces[at]?.start ?? text.length) - (pieces[at - 1]?.end ?? 0) > maxGap + 1;
  let open = pieces.filter(({ end }) => end <= whole).length;
  const first = Math.max(0, open - maxPieces);
  while (open > first && !isAfterGap(open)) open -= 1;
  const next = pieces[open];
  const end = Math.max(0, next === undefined ? whole : Math.min(whole, startOf(next)));
  // Half of a surrogate pair is not a character.
  return /[\uDC00-\uDFFF]/.test(text.charAt(end)) ? end - 1 : end;
}

function spansOf(text: string, pieces: readonly Piece[]): readonly TokenSpan[] {
  const spans: TokenSpan[] = [];
  let next = 0;
  for (const [at, piece] of pieces.entries()) {
    if (at < next) continue;
    const { prefix, end } = piece;
    const from = prefix === undefined ? at : at + 1;
    const chain = chainFrom(text, pieces, from);
    const found = prefix === undefined ? secretIn(chain) : bodyIn(chain, end + 1);
    const last = found.at(-1);
    if (last === undefined) continue;
    next = from + found.length;
    spans.push({
      start: startOf(piece),
      end: last.end,
      prefix: prefix?.toLowerCase().replace(/[^a-z0-9_]/g, ''),
      keyId: found
        .map((piece) => piece.text)
        .join('')
        .slice(0, keyIdLength),
    });
  }
  return spans;
}

/** Where a piece starts, with its whole prefix if it ends one. */
function startOf({ start, end, prefix }: Piece): number {
  return prefix === undefined ? start : end - prefix.length;
}

/** Splits a text into runs of letters and digits. HTML tags are not pieces: `<wbr>` may be inside a token. */
function splitIntoPieces(text: string, prefixes: readonly string[]): readonly Piece[] {
  const prefixBefore = prefixFinder(prefixes);
  const pieces: Piece[] = [];
  for (const { 0: found, index: start } of text.matchAll(/<\/?[a-z]{1,8} ?\/?>|[0-9A-Za-z]+/gi)) {
    const end = start + found.length;
    if (found.startsWith('<')) continue;
    const prefix = text[end] === '.' ? prefixBefore(text, end) : undefined;
    if (prefix !== undefined) cutOff(pieces, end - prefix.length);
    pieces.push({ text: found, start, end, prefix });
  }
  return pieces;
}

/**
 * A line break inside a prefix, with the characters that a shell, an email or a table puts around it. A gap matches in
 * one way only, from its first line break on: with several ways for each gap, a search would try all combinations.
 */
const lineBreak = '[^0-9A-Za-z_\\n]{0,4}\\n[^0-9A-Za-z_]{0,8}';

/**
 * Returns a function that finds the prefix that ends at a position, the longest if there are several: in any case, over
 * two lines, and with the backslashes that Markdown puts before underscores.
 */
function prefixFinder(prefixes: readonly string[]): (text: string, end: number) => string | undefined {
  const gap = `(?:${lineBreak})?`;
  const gapOrBackslash = `(?:${lineBreak}|\\\\)?`;
  const alternatives = prefixes.map((prefix) =>
    [...prefix]
      .map((character, index) => (index === 0 ? '' : character === '_' ? gapOrBackslash : gap) + character)
      .join(''),
  );
  const pattern = new RegExp(`(?:${alternatives.join('|')})$`, 'i');
  const maxLength = maxPrefixLength(prefixes);
  return (text, end) => pattern.exec(text.slice(Math.max(0, end - maxLength), end))?.[0];
}

/** How long a prefix may be in a text, with a gap or with backslashes. */
function maxPrefixLength(prefixes: readonly string[]): number {
  return 2 * Math.max(...prefixes.map(({ length }) => length)) + maxGap;
}

/** Removes what a prefix covers from the pieces before it: a run before an underscore belongs to the prefix. */
function cutOff(pieces: Piece[], start: number): void {
  for (let last = pieces.pop(); last !== undefined; last = pieces.pop()) {
    if (last.end > start && last.start >= start) continue;
    const end = Math.min(last.end, start);
    pieces.push({ ...last, text: last.text.slice(0, end - last.start), end });
    return;
  }
}

/** Returns the pieces, starting at one, that may belong to the same token, judging by the gaps between them. */
function chainFrom(text: string, pieces: readonly Piece[], from: number): readonly Piece[] {
  const chain: Piece[] = [];
  for (const piece of pieces.slice(from, from + maxPieces)) {
    const gap = text.slice(chain.at(-1)?.end ?? piece.start, piece.start);
    // A piece before an ellipsis is a display form.
    if (piece.prefix !== undefined || gap.length > maxGap || gap.includes('…')) break;
    chain.push(piece);
  }
  return chain;
}

/** Finds the body of a token after its prefix and the dot. The dot is just before `start`. */
function bodyIn(chain: readonly Piece[], start: number): readonly Piece[] {
  const [first, ...rest] = chain;
  if (first === undefined || first.start - start > maxGap) return [];
  const whole = wholeBodyIn(chain);
  if (whole.length > 0) return whole;
  const random = [first, ...randomStart(rest)];
  const isAttached = first.start === start;
  if (isAttached && first.text.length > keyIdLength) return random;
  return lengthOf(random) > maxTail && (isAttached || looksRandom(first.text)) ? random : [];
}

/** Returns the pieces that together are exactly as long as a body. Ordinary words are unlikely to add up to that. */
function wholeBodyIn(chain: readonly Piece[]): readonly Piece[] {
  let length = 0;
  for (const [index, { text }] of chain.entries()) {
    length += text.length;
    if (length === bodyLength) return chain.slice(0, index + 1);
    if (length > bodyLength || (index > 0 && text.length < minPiece)) return [];
  }
  return [];
}

/** Finds a secret without a prefix, or a part of one that is long enough to complete. A list of key IDs is not one. */
function secretIn(chain: readonly Piece[]): readonly Piece[] {
  const [first] = chain;
  if (first !== undefined && first.text.length >= secretLength) return [first];
  const random = randomStart(chain);
  const others = isFolded(chain) ? random : random.filter(({ text }) => text.length !== keyIdLength);
  // P09 chat
  return couldBeSecret(others.map(({ text }) => text).join('')) ? random : [];
}

/**
 * Checks whether the pieces are a body or a secret that was folded into lines as long as a key ID, not a list of key
 * IDs: the last line then has the length that remains.
 */
function isFolded(chain: readonly Piece[]): boolean {
  const end = chain.findIndex(({ text }) => text.length !== keyIdLength);
  const last = chain[end]?.text.length ?? 0;
  return end >= 2 && lastLines.includes(last);
}

/**
 * The lengths of the last line when a body or a secret, with or without its check, is folded into lines of that
 * width.
 */
const lastLines: readonly number[] = [
  bodyLength,
  secretLength + checkLength,
  bodyLength - checkLength,
  secretLength,
].map((length) => length % keyIdLength);

/** Returns the pieces at the beginning that look random. */
function randomStart(chain: readonly Piece[]): readonly Piece[] {
  // If all lines have the same width, one of them may look like a word by chance.
  const isRandom = ({ text }: Piece, index: number) =>
    looksRandom(text) || (index > 0 && text.length === chain[0]?.text.length);
  const end = chain.findIndex((piece, index) => piece.text.length < minPiece || !isRandom(piece, index));
  return end === -1 ? chain : chain.slice(0, end);
}

/** Words that people write contain no digits, and no capitals after the first letter. */
function looksRandom(text: string): boolean {
  return (/\d/.test(text) && /[A-Za-z]/.test(text)) || /[a-z][A-Z]/.test(text);
}

function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((length, { text }) => length + text.length, 0);
}
