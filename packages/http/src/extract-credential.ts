/** One credential, or why there is not exactly one. */
export type Extraction =
  | { readonly ok: true; readonly token: string }
  /** No header that is looked at carries a key. */
  | { readonly ok: false; readonly reason: 'no_credential' }
  /** It can't be told which one is meant: refused, never "first wins". */
  | { readonly ok: false; readonly reason: 'ambiguous_request' };

/** What one header carries: a token, nothing, or something that can be read in two ways. */
type Reading = { readonly token: string } | 'nothing' | 'ambiguous';

/** As many lines as Node keeps (`server.maxHeadersCount`). It drops what comes after without a word. */
const mostLinesOfNode = 2_000;

/**
 * Extracts the one credential of a request from its raw header lines. Frameworks merge or drop repeated lines, each in
 * its own way, so nothing that they made of the lines is read. Headers that are not `accepted` are not looked at.
 *
 * The token is whatever was sent: whether it has a token's form is for `keys.verify` to say. Takes linear time.
 *
 * @see RFC 9110 §11.4 for the scheme, RFC 6750 §2 for more than one credential in a request
 * @example
 * extractCredential(request.rawHeaders, ['authorization', 'x-api-key']);
 */
export function extractCredential(rawHeaders: RawHeaders, accepted: readonly CredentialHeader[]): Extraction {
  if (rawHeaders.length >= mostLinesOfNode * 2) return { ok: false, reason: 'ambiguous_request' };
  let token: string | undefined;
  for (const header of /* H08 */ accepted) {
    const [value = '', ...repeated] = lineValues(rawHeaders, header);
    // H04
    const reading = repeated.length > 0 ? 'ambiguous' : readers[header](value);
    if (reading === 'ambiguous') return { ok: false, reason: 'ambiguous_request' };
    if (reading === 'nothing') continue;
    // H03
    if (token !== undefined && token !== reading.token) return { ok: false, reason: 'ambiguous_request' };
    token = reading.token;
  }
  if (token === undefined) return { ok: false, reason: 'no_credential' };
  return { ok: true, token };
}

const readers: Readonly<Record<CredentialHeader, (value: string) => Reading>> = {
  authorization(value) {
    const scheme = leadingToken(value);
    if (/* H01 */ scheme.toLowerCase() !== 'bearer') return /* H02 */ 'nothing';
    return readWord(value, scheme.length);
  },
  'x-api-key'(value) {
    if (value === '') return 'nothing';
    return value.includes(',') ? 'ambiguous' : { token: value };
  },
};

/** Reads one or more spaces and exactly one word. A comma is what a proxy puts between lines that it joins. */
function readWord(value: string, afterScheme: number): Reading {
  let start = afterScheme;
  while (value[start] === ' ') start += 1;
  const word = value.slice(start);
  const isOneWord = start > afterScheme && word !== '' && !word.includes(' ') && !word.includes(',');
  return isOneWord ? { token: word } : 'ambiguous';
}

/** The characters of a `token` (RFC 9110 §5.6.2), of which scheme names are made, at the beginning of a value. */
function leadingToken(value: string): string {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]*/.exec(value)?.[0] ?? '';
}

/** How many characters of a token come after its kind: a dot, and 65 of base62. */
const afterKind = 66;

/**
 * Makes the function that says whether a URL holds what looks like a token of these kinds, in its path or its query.
 * Whatever is no letter or digit may stand beside it, an underscore too.
 */
export function credentialInUrl(kinds: readonly string[]): (url: string) => boolean {
  const shortest = Math.min(...kinds.map((kind) => kind.length)) + afterKind;
  const pattern = new RegExp(
    `(?<![0-9A-Za-z])(?:${kinds.join('|')})\\.[0-9A-Za-z]{${afterKind - 1}}(?![0-9A-Za-z])`,
  );
  // Most URLs are too short to hold one, and this is on the way of every request.
  return (url) => url.length >= shortest && pattern.test(percentDecoded(url));
}

/** Decodes each byte by itself: `decodeURIComponent` throws at what is no UTF-8, and only ASCII matters here. */
function percentDecoded(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, byte: string) =>
    String.fromCharCode(Number.parseInt(byte, 16)),
  );
}

/** Header lines as they came: name, value, name, value, … Node has them as `request.rawHeaders`. */
export type RawHeaders = readonly string[];

/** The headers that may carry a credential. */
export type CredentialHeader = 'authorization' | 'x-api-key';

type ReadHeader = CredentialHeader | 'origin' | 'access-control-request-method';

// Without the flag `u`, `i` folds ASCII alone: a look-alike such as the Kelvin sign is no `k`.
const names: Readonly<Record<ReadHeader, RegExp>> = {
  authorization: /^authorization$/i,
  'x-api-key': /^x-api-key$/i,
  origin: /^origin$/i,
  'access-control-request-method': /^access-control-request-method$/i,
};

/** Gives the value of each line of a header, in their order, without the optional white space around it. */
export function lineValues(rawHeaders: RawHeaders, header: ReadHeader): readonly string[] {
  const values: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name === header || (name.length === header.length && names[header].test(name))) {
      values.push(trimOptionalWhiteSpace(rawHeaders[index + 1] ?? ''));
    }
  }
  return values;
}

/**
 * Cuts off spaces and tabs, and nothing else: `trim()` also eats characters that HTTP does not know as white space.
 *
 * @see RFC 9110 §5.6.3, `OWS`
 */
function trimOptionalWhiteSpace(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && isOptionalWhiteSpace(value, start)) start += 1;
  while (end > start && isOptionalWhiteSpace(value, end - 1)) end -= 1;
  return value.slice(start, end);
}

function isOptionalWhiteSpace(value: string, index: number): boolean {
  const character = value[index];
  // H09
  return character === ' ' || character === '\t';
}
