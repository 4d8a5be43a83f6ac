/**
 * Makes the pattern that finds tokens in a text: in logs, repositories, chat messages. It looks at the form alone;
 * checks are not computed.
 *
 * @example
 * tokenPattern(['user', 'team']); // /\b(?:user|team)\.[0-9A-Za-z]{65}\b/g
 */
export function tokenPattern(kinds: readonly string[]): RegExp {
  return new RegExp(`\\b(?:${kinds.join('|')})\\.[0-9A-Za-z]{65}\\b`, 'g');
}

/**
 * A part of a token that is shorter leaves 16 characters of the secret to guess, or more. From the check, at the end of a
 * token, everybody can compute which of a guesser's candidates are worth a try: with 8 missing some 50,000 are.
 */
const minPartLength = 28;
const tokenBody = /\.[0-9A-Za-z]{65}/;

/** Of characters that are drawn, 62 % are of another class than the one before: capitals, small letters, digits. */
const mixed = 0.35;
/** Words with spaces between them are more mixed than one word. */
const mixedInPieces = 0.45;

/**
 * Checks whether a run of letters and digits could be a secret, or a part of one that is long enough to complete: 28 characters
 * or more that change between capitals, small letters and digits as often as drawn ones do; or 40 with digits whose case
 * somebody has changed. Words, identifiers in camel case, UUIDs and hexadecimal digests don't. Of drawn runs of 28, one in 300
 * is so regular that it is not noticed; of whole secrets, one in 10,000.
 *
 * @example
 * couldBeSecret('9f86d081884c7d659a2feaa0c55ad015'); // false
 */
export function couldBeSecret(run: string): boolean {
  return isMixed(run, mixed) || (run.length >= 40 && /\d/.test(run) && /[g-z]/i.test(run));
}

/**
 * Checks whether a text holds a token of any kind, or anything else that could be a secret, also in pieces of eight characters
 * or more: it must not be stored or echoed.
 */
export function holdsSecret(text: string): boolean {
  // P09 names
  if (tokenBody.test(text)) return true;
  let joined = '';
  let end = -1;
  for (const { 0: piece, index } of text.matchAll(/[0-9A-Za-z]{8,}/g)) {
    if (couldBeSecret(piece)) return true;
    const goesOn = index - end <= maxGap;
    joined = looksDrawn(piece) ? (goesOn ? joined : '') + piece : '';
    end = index + piece.length;
    if (isMixed(joined, mixedInPieces)) return true;
  }
  return false;
}

/** How far two pieces are apart at most: a separator, and spaces around it. */
const maxGap = 3;

/** Checks whether a text holds a whole secret. For texts that are drawn as a rule, and shorter. */
export function holdsWholeSecret(text: string): boolean {
  return tokenBody.test(text) || (text.match(/[0-9A-Za-z]{43,}/g) ?? []).some(couldBeSecret);
}

function isMixed(run: string, share: number): boolean {
  if (run.length < minPartLength || !/[a-z]/.test(run) || !/[A-Z]/.test(run)) return false;
  const changes = run.match(/[a-z]+|[A-Z]+|\d+/g)?.length ?? 0;
  return changes - 1 >= (run.length - 1) * share;
}

/** Words that people write have no digits or capitals inside. */
function looksDrawn(piece: string): boolean {
  return (/\d/.test(piece) && /[A-Za-z]/.test(piece)) || /[a-z][A-Z]/.test(piece);
}
