import { tokenLengths } from '@postern/core';

/** One credential, or the reason why there is not exactly one. */
export type Extraction =
  | { readonly ok: true; readonly token: string }
  /** No accepted header contains a key. */
  | { readonly ok: false; readonly reason: 'no_credential' }
  /** It is unclear which key is meant. Such a request is refused; the first one never wins. */
  | { readonly ok: false; readonly reason: 'ambiguous_request' };

/** The content of one header: a token, nothing, or something that can be read in two ways. */
type Reading = { readonly token: string } | 'nothing' | 'ambiguous';

/** The number of lines that Node keeps (`server.maxHeadersCount`). It silently drops the rest. */
const maxNodeLines = 2_000;

/**
 * Extracts the one credential of a request from its raw header lines. Frameworks merge or drop repeated lines, each
 * in its own way, so their parsed headers are never used. Headers that are not `accepted` are ignored.
 *
 * The token is returned as it was sent: `keys.verify` checks its form. Takes linear time.
 *
 * @see RFC 9110 §11.4 for the scheme, RFC 6750 §2 for more than one credential in a request
 * @example
 * extractCredential(request.rawHeaders, ['authorization', 'x-api-key']);
 */
export function extractCredential(rawHeaders: RawHeaders, accepted: readonly CredentialHeader[]): Extraction {
  if (rawHeaders.length >= maxNodeLines * 2) return { ok: false, reason: 'ambiguous_request' };
  let token: string | undefined;
  for (const header of /* H08 */ accepted) {
    const values = lineValues(rawHeaders, header);
    const value = values[0] ?? '';
    // H04
    const reading = values.length > 1 ? 'ambiguous' : readers[header](value);
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
    if (/* H01 */ scheme.toLowerCase() !== 'bearer') return readOtherScheme(value);
    return readWord(value, scheme.length);
  },
  'x-api-key'(value) {
    if (value === '') return 'nothing';
    return value.includes(',') ? 'ambiguous' : { token: value };
  },
};

/**
 * Reads one or more spaces and exactly one word. Proxies join repeated lines with a comma, so a comma is ambiguous.
 */
function readWord(value: string, afterScheme: number): Reading {
  let start = afterScheme;
  while (value[start] === ' ') start += 1;
  const word = value.slice(start);
  const isOneWord = start > afterScheme && word !== '' && !word.includes(' ') && !word.includes(',');
  return isOneWord ? { token: word } : 'ambiguous';
}

/**
 * A runtime without raw header lines has joined them, so the first line hides a `Bearer` in the second. A comma alone
 * says nothing: Digest and other schemes have lists of parameters.
 */
function readOtherScheme(value: string): Reading {
  // H04 joined
  if (joinedWithBearer.test(value)) return 'ambiguous';
  return /* H02 */ 'nothing';
}

/** The first line may be empty, or have another scheme. */
const joinedWithBearer = /^,|,[ \t]*bearer(?=[ \t,]|$)/i;

/** Returns the leading `token` of a value (RFC 9110 §5.6.2). The names of schemes are tokens. */
function leadingToken(value: string): string {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]*/.exec(value)?.[0] ?? '';
}

/**
 * Returns a function that checks whether a URL contains what looks like a token with one of these prefixes, in its
 * path or its query. Any character but a letter or a digit may precede or follow it, even an underscore.
 */
export function credentialInUrl(prefixes: readonly string[]): (url: string) => boolean {
  const minLength = Math.min(...prefixes.map((prefix) => prefix.length)) + 1 + tokenLengths.afterDot;
  const pattern = new RegExp(
    `(?<![0-9A-Za-z])(?:${prefixes.join('|')})\\.[0-9A-Za-z]{${tokenLengths.afterDot}}(?![0-9A-Za-z])`,
  );
  // Most URLs are too short to contain a token, and this runs for every request.
  return (url) => url.length >= minLength && pattern.test(percentDecoded(url));
}

/**
 * Decodes each byte on its own: `decodeURIComponent` throws unless the bytes are UTF-8, and only ASCII matters here.
 */
function percentDecoded(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, byte: string) =>
    String.fromCharCode(Number.parseInt(byte, 16)),
  );
}

/** Header lines as they were sent: name, value, name, value, … Node has them as `request.rawHeaders`. */
export type RawHeaders = readonly string[];

/** The headers that may contain a credential. */
export type CredentialHeader = 'authorization' | 'x-api-key';

/** All of them. */
export const credentialHeaders: readonly CredentialHeader[] = ['authorization', 'x-api-key'];

/** Returns the headers that carry a token, in any form, even those that a route does not accept. */
export function headersWith(token: string, rawHeaders: RawHeaders): readonly CredentialHeader[] {
  return credentialHeaders.filter((header) =>
    lineValues(rawHeaders, header).some((value) => value.includes(token)),
  );
}

type ReadHeader = CredentialHeader | 'origin' | 'access-control-request-method';

// Without the flag `u`, `i` only folds ASCII: a look-alike such as the Kelvin sign does not match `k`.
const names: Readonly<Record<ReadHeader, RegExp>> = {
  authorization: /^authorization$/i,
  'x-api-key': /^x-api-key$/i,
  origin: /^origin$/i,
  'access-control-request-method': /^access-control-request-method$/i,
};

/** Returns the value of each line of a header, in order, without the optional white space around it. */
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
 * Trims spaces and tabs, and nothing else: `trim()` would also remove characters that are not white space in HTTP.
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
