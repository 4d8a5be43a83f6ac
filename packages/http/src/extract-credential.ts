import { type CredentialHeader, lineValues, type RawHeaders } from './header-lines.js';

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
