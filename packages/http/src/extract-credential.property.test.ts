import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CredentialHeader, type Extraction, extractCredential } from './extract-credential.js';

/**
 * A second implementation of the rules in docs/http.md, with patterns: short, and slow, which does not matter here.
 */
function expected(rawHeaders: readonly string[], accepted: readonly CredentialHeader[]): Extraction {
  const readings = accepted.map((header) => {
    const values = rawHeaders.filter((_, at) => at % 2 === 1 && isName(rawHeaders[at - 1], header));
    if (values.length > 1) return 'ambiguous';
    const value = /^[ \t]*(.*?)[ \t]*$/su.exec(values[0] ?? '')?.[1] ?? '';
    if (header === 'x-api-key') return value.includes(',') ? 'ambiguous' : value;
    if (!/^bearer(?![!#$%&'*+\-.^_`|~0-9a-z])/i.test(value))
      return /^,/.test(value) || /,[ \t]*bearer([ \t,].*)?$/is.test(value) ? 'ambiguous' : '';
    return /^bearer +([^ ,]+)$/i.exec(value)?.[1] ?? 'ambiguous';
  });
  // No generated token is this very word.
  if (readings.includes('ambiguous')) return { ok: false, reason: 'ambiguous_request' };
  const tokens = [...new Set(readings.filter((reading) => reading !== ''))];
  if (tokens.length > 1) return { ok: false, reason: 'ambiguous_request' };
  const [token] = tokens;
  return token === undefined ? { ok: false, reason: 'no_credential' } : { ok: true, token };
}

function isName(name: string | undefined, header: string): boolean {
  return name?.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) === header;
}

const bothOrOne = fc.constantFrom<readonly CredentialHeader[]>(
  ['authorization', 'x-api-key'],
  ['authorization', 'x-api-key'],
  ['authorization'],
  ['x-api-key'],
);
const name = fc.constantFrom(
  'Authorization',
  'authorization',
  'X-Api-Key',
  'x-api-key',
  'Host',
  'x-api-\u212Aey',
  '',
);
const piece = fc.constantFrom(
  ...['Bearer', 'bearer', 'BEARER', 'Basic', ' ', ' ', '  ', '\t', ',', ', ', '\u00A0', '\v', '"', ':', '='],
  ...['k', 'l', 'user.0', '\u2028', '\n', '\u212A', 'é', '', '%20'],
);
const value = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));
const lines = fc.array(fc.tuple(name, value), { maxLength: 4 }).map((pairs) => pairs.flat());

it('follows the rules for 600,000 lists of headers made of relevant pieces', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(lines, bothOrOne, (rawHeaders, accepted) => {
      const extraction = extractCredential(rawHeaders, accepted);
      const wanted = expected(rawHeaders, accepted);
      if (!isSame(extraction, wanted)) expect(extraction).toEqual(wanted);
    }),
    { seed: 6750, numRuns: 600_000 },
  );
});

it('follows the rules for 400,000 arbitrary texts', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 12 }), name, bothOrOne, (text, header, accepted) => {
      for (const rawHeaders of [[header, text], [text, text], ['Authorization', `Bearer ${text}`], [text]]) {
        const extraction = extractCredential(rawHeaders, accepted);
        const wanted = expected(rawHeaders, accepted);
        if (!isSame(extraction, wanted)) expect(extraction).toEqual(wanted);
      }
    }),
    { seed: 9110, numRuns: 400_000 },
  );
});

/** Calling `toEqual` a million times would take most of the time. */
function isSame(one: Extraction, other: Extraction): boolean {
  if (one.ok && other.ok) return one.token === other.token;
  return !one.ok && !other.ok && one.reason === other.reason;
}
