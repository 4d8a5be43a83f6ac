import { couldBeSecret, tokenLengths } from '@postern/core';

/** Where something of a token stands in a text. */
export interface TokenSpan {
  readonly start: number;
  readonly end: number;
  /** In lower case. `undefined`: it has none there. */
  readonly kind: string | undefined;
  /** As it stands there, where there is a kind. Whether such a key exists is not known. */
  readonly keyId: string;
}

/** A run of letters and digits. */
interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The kind that it ends with, where a dot follows. */
  readonly kind: string | undefined;
}

const { keyId: keyIdLength, secret: secretLength, check: checkLength, afterDot: bodyLength } = tokenLengths;
/** What is longer can be completed by guessing: see `couldBeSecret`. */
const maxTail = 27;
/** What a token is broken into is no shorter, but for the first and the last piece. */
const minPiece = 8;
/** How far two pieces are apart at most: a line break, and what a shell, a mail or a table puts beside it. */
const maxGap = 12;
const maxPieces = 10;

/** Finds tokens, also cut short or in pieces, and secrets that stand alone. */
export function tokenSpans(text: string, kinds: readonly string[]): readonly TokenSpan[] {
  const pieces = splitIntoPieces(text, kinds);
  const spans: TokenSpan[] = [];
  let next = 0;
  for (const [at, { kind, start, end }] of pieces.entries()) {
    if (at < next) continue;
    const from = kind === undefined ? at : at + 1;
    const chain = chainFrom(text, pieces, from);
    const found = kind === undefined ? secretIn(chain) : bodyIn(chain, end + 1);
    const last = found.at(-1);
    if (last === undefined) continue;
    next = from + found.length;
    spans.push({
      start: kind === undefined ? start : end - kind.length,
      end: last.end,
      kind: kind?.toLowerCase(),
      keyId: found
        .map((piece) => piece.text)
        .join('')
        .slice(0, keyIdLength),
    });
  }
  return spans;
}

/** The letters and digits of a text, run by run. Tags of HTML are none: some stand within long words. */
function splitIntoPieces(text: string, kinds: readonly string[]): readonly Piece[] {
  const endsWithKind = new RegExp(`(?:${kinds.join('|')})$`, 'i');
  const pieces: Piece[] = [];
  for (const { 0: found, index: start } of text.matchAll(/<\/?[a-z]{1,8} ?\/?>|[0-9A-Za-z]+/gi)) {
    const end = start + found.length;
    const kind = text[end] === '.' ? endsWithKind.exec(found)?.[0] : undefined;
    if (!found.startsWith('<')) pieces.push({ text: found, start, end, kind });
  }
  return pieces;
}

/** The pieces from one on that may be of one token, by what stands between them. */
function chainFrom(text: string, pieces: readonly Piece[], from: number): readonly Piece[] {
  const chain: Piece[] = [];
  for (const piece of pieces.slice(from, from + maxPieces)) {
    const gap = text.slice(chain.at(-1)?.end ?? piece.start, piece.start);
    // What ends with an ellipsis is a display form.
    if (piece.kind !== undefined || gap.length > maxGap || gap.includes('…')) break;
    chain.push(piece);
  }
  return chain;
}

/** The body of a token behind its kind and the dot, which are before `start`. */
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

/** The pieces that are exactly a body together. Words of a text are shorter, or more. */
function wholeBodyIn(chain: readonly Piece[]): readonly Piece[] {
  let length = 0;
  for (const [index, { text }] of chain.entries()) {
    length += text.length;
    if (length === bodyLength) return chain.slice(0, index + 1);
    if (length > bodyLength || (index > 0 && text.length < minPiece)) return [];
  }
  return [];
}

/** A secret without a kind, or a part long enough to complete. A list of key IDs is not one. */
function secretIn(chain: readonly Piece[]): readonly Piece[] {
  const [first] = chain;
  if (first !== undefined && first.text.length >= secretLength) return [first];
  const random = randomStart(chain);
  const others = isFolded(chain) ? random : random.filter(({ text }) => text.length !== keyIdLength);
  // P09 chat
  return couldBeSecret(others.map(({ text }) => text).join('')) ? random : [];
}

/** Lines as long as a key ID, of which the last is what is left of a body or a secret: not a list of key IDs. */
function isFolded(chain: readonly Piece[]): boolean {
  const end = chain.findIndex(({ text }) => text.length !== keyIdLength);
  const last = chain[end]?.text.length ?? 0;
  return end >= 2 && lastLines.includes(last);
}

/** How long the last line is, in lines of this width, of a body, of a secret and its check, or of either without the check. */
const lastLines: readonly number[] = [
  bodyLength,
  secretLength + checkLength,
  bodyLength - checkLength,
  secretLength,
].map((length) => length % keyIdLength);

/** The pieces at the beginning that look random. */
function randomStart(chain: readonly Piece[]): readonly Piece[] {
  // In lines of one width, one may look like a word by chance.
  const isRandom = ({ text }: Piece, index: number) =>
    looksRandom(text) || (index > 0 && text.length === chain[0]?.text.length);
  const end = chain.findIndex((piece, index) => piece.text.length < minPiece || !isRandom(piece, index));
  return end === -1 ? chain : chain.slice(0, end);
}

/** Words that people write have no digits or capitals inside. */
function looksRandom(text: string): boolean {
  return (/\d/.test(text) && /[A-Za-z]/.test(text)) || /[a-z][A-Z]/.test(text);
}

function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((length, { text }) => length + text.length, 0);
}
