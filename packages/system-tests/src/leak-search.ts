import { createHash } from 'node:crypto';

/** How many consecutive characters of a secret count as a leak. */
const pieceLength = 12;
/** How many bytes at the start or end of a digest count as a leak. */
const digestLength = 8;
const digests = ['sha256', 'sha512', 'blake2b512', 'blake2s256'] as const;

/** A leaked token, and the form in which it was found. */
export interface Leak {
  readonly token: string;
  readonly form: string;
}

/**
 * Searches bytes for tokens: any 12-character piece of a secret, and the first or last 8 bytes of a fast digest of the
 * secret or the token; each plain, in hexadecimal, in base64 or base64url at any alignment, and percent-encoded.
 */
export function leakSearch(tokens: Iterable<string>): (bytes: Uint8Array | string) => Leak | undefined {
  const needles = new Map<string, Leak>();
  for (const token of tokens) addNeedles(needles, token);
  const starts = startsOf(needles.keys());

  return (bytes) => {
    const text =
      typeof bytes === 'string'
        ? Buffer.from(bytes, 'utf8').toString('latin1')
        : Buffer.from(bytes).toString('latin1');
    for (const view of viewsOf(text)) {
      const leak = findIn(view, needles, starts);
      if (leak !== undefined) return leak;
    }
    return undefined;
  };
}

function addNeedles(needles: Map<string, Leak>, token: string): void {
  const secret = token.slice(-49, -6);
  for (let start = 0; start + pieceLength <= secret.length; start += 1) {
    needles.set(secret.slice(start, start + pieceLength), { token, form: 'a piece of the secret' });
  }
  for (const [what, text] of [
    ['token', token],
    ['secret', secret],
  ] as const) {
    for (const algorithm of digests) {
      const digest = createHash(algorithm).update(text).digest().toString('latin1');
      needles.set(digest.slice(0, digestLength), { token, form: `the head of ${algorithm} of the ${what}` });
      needles.set(digest.slice(-digestLength), { token, form: `the tail of ${algorithm} of the ${what}` });
    }
  }
}

/** How many leading bytes of a needle decide whether to look for it in the map, which takes far longer. */
const startLength = 4;

/** Returns a table with a 1 for the first four bytes of each needle. Other bytes may share its place. */
function startsOf(needles: Iterable<string>): Uint8Array {
  const starts = new Uint8Array(2 ** 20);
  for (const needle of needles) {
    let start = 0;
    for (let index = 0; index < startLength; index += 1) start = (start << 8) | needle.charCodeAt(index);
    starts[placeOf(start)] = 1;
  }
  return starts;
}

/** Returns the place of four bytes in a table of 2 ** 20, by multiplicative hashing. */
function placeOf(start: number): number {
  return Math.imul(start, 0x9e3779b1) >>> 12;
}

function findIn(view: string, needles: ReadonlyMap<string, Leak>, starts: Uint8Array): Leak | undefined {
  let lastFour = 0;
  for (let end = 1; end <= view.length; end += 1) {
    lastFour = (lastFour << 8) | view.charCodeAt(end - 1);
    const start = end - startLength;
    if (start < 0 || starts[placeOf(lastFour)] === 0) continue;
    const leak =
      needles.get(view.slice(start, start + pieceLength)) ??
      needles.get(view.slice(start, start + digestLength));
    if (leak !== undefined) return leak;
  }
  return undefined;
}

/** Yields the text, and what it decodes to as hexadecimal, base64 or percent-encoding. */
function* viewsOf(text: string): Generator<string> {
  yield text;
  for (const [run] of text.matchAll(/[0-9a-fA-F]{16,}/g)) {
    for (const start of [0, 1]) yield Buffer.from(run.slice(start), 'hex').toString('latin1');
  }
  for (const [run] of text.matchAll(/[\w+/-]{11,}/g)) {
    for (const start of [0, 1, 2, 3]) yield Buffer.from(run.slice(start), 'base64').toString('latin1');
  }
  if (/%[0-9a-fA-F]{2}/.test(text)) {
    yield text.replace(/%([0-9a-fA-F]{2})/g, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
  }
}
