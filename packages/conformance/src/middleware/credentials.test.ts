import { describe } from 'vitest';
import { forgetting, rewriting, withHeaders, without } from '../../test-support/defects.js';
import { itCatches } from '../../test-support/it-catches.js';
import type { Defect } from '../../test-support/plain-parts.js';
import { plainSubject } from '../../test-support/plain-subject.js';
import { credentialClauses } from './credentials.js';

/** Keeps only one line of each header, the one that `pick` returns. */
const oneLineEach =
  (pick: (values: readonly string[]) => string | undefined): Defect =>
  () => ({
    rawHeadersOf: (req) =>
      Object.entries(req.headersDistinct).flatMap(([name, values = []]) => [name, pick(values) ?? '']),
  });

const everyRefusal = [
  ...['a request without', 'H01 a tab', 'H02 another scheme', 'H02 Bearer without', 'H03'],
  ...['H04 a header on two lines', 'H04 values that a proxy', 'H04 lines that a runtime', 'H08', 'H09'],
];

describe('the clauses on credentials', () =>
  itCatches(credentialClauses, plainSubject, [
    [
      'reads only the first line of a header',
      oneLineEach((values) => values[0]),
      'H04 a header on two lines',
    ],
    [
      'reads only the last line of a header',
      oneLineEach((values) => values.at(-1)),
      'H04 a header on two lines',
    ],
    [
      'reads only the first of several values joined with commas',
      oneLineEach((values) => values.join(',').split(',')[0]),
      'H04 a header on two lines',
      'H04 values that a proxy',
      'H04 lines that a runtime',
    ],
    [
      'reads the headers as merged by Node',
      () => ({
        rawHeadersOf: (req) => Object.entries(req.headers).flatMap(([name, value]) => [name, String(value)]),
      }),
      'H04 a header on two lines',
    ],
    [
      'treats x-api-key as another name of Authorization',
      () => ({
        rawHeadersOf: (req) =>
          req.rawHeaders.flatMap((text, at) =>
            /^x-api-key$/i.test(text) && at % 2 === 0 ? 'Authorization' : text,
          ),
      }),
      'a request without',
      'a valid key is accepted in either',
      'H03',
      'H04 values that a proxy',
      'H04 lines that a runtime',
      'H04 headers that the route',
      'another scheme next',
      'H09',
    ],
    [
      'reads x-api-key first, and Authorization only without it',
      () => ({
        rawHeadersOf: ({ rawHeaders, headers }) =>
          headers['x-api-key']
            ? rawHeaders.map((text) => (/^authorization$/i.test(text) ? 'Ignored' : text))
            : rawHeaders,
      }),
      'H03',
      'H04 headers that the route',
    ],
    [
      'refuses two headers, whatever they contain',
      () => ({
        rawHeadersOf: ({ rawHeaders, headers }) =>
          headers.authorization !== undefined && headers['x-api-key'] !== undefined
            ? ['x-api-key', 'a,b']
            : rawHeaders,
      }),
      'another scheme next',
      'a request without',
      'H03',
      'H04 headers that the route',
    ],
    ['trims as JavaScript does', rewriting((text) => text.trim()), 'H09'],
    ['treats a tab as a space', rewriting((text) => text.replaceAll('\t', ' ')), 'H01 a tab'],
    [
      'knows only one spelling of the scheme',
      rewriting((text) => (text.startsWith('Bearer ') ? text : text.replace(/^bearer/i, 'Basic'))),
      'H01 the scheme',
      'H01 a tab',
      'H02 Bearer without',
    ],
    [
      'accepts a bare token in Authorization',
      rewriting((text) => text.replace(/^user\./, 'Bearer user.')),
      'H02 another scheme',
      'a valid key is accepted in either',
      'H03',
      'another scheme next',
    ],
    [
      'treats Bearer alone as no credential',
      rewriting((text) => text.replace(/^bearer *$/i, '')),
      'H02 Bearer without',
    ],
    ['reads every header on every route', forgetting('headers'), 'H04 headers that the route', 'H08'],
    ['omits Vary on refusals', withHeaders(without('Vary')), ...everyRefusal],
    ['lets caches store refusals', withHeaders(without('Cache-Control')), ...everyRefusal],
    ['omits the challenge', withHeaders(without('WWW-Authenticate')), ...everyRefusal],
    ['does not say that a retry is useless', withHeaders(without('X-Should-Retry')), ...everyRefusal],
  ]));
