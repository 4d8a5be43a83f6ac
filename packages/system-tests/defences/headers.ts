import { type Defence, middleware } from './defence.js';
import { remove, replace } from './edits.js';

/** Each is removed from `@postern/http`, and tests of both middlewares must fail. */
const inHttp: readonly Omit<Defence, 'tests'>[] = [
  {
    row: 'H01',
    removed: 'the scheme in any case',
    edits: [replace('H01', "scheme !== 'Bearer'")],
  },
  {
    row: 'H02',
    removed: 'the difference between another scheme and an ambiguous request',
    edits: [replace('H02', "'ambiguous'")],
  },
  {
    row: 'H03',
    removed: 'the refusal of two different tokens',
    edits: [remove('H03')],
  },
  {
    row: 'H04',
    removed: 'the refusal of repeated lines',
    edits: [replace('H04', 'const reading = readers[header](value);')],
  },
  {
    row: 'H04',
    removed: 'the search for a second line in a value that a runtime joined',
    edits: [remove('H04 joined')],
  },
  {
    row: 'H05',
    removed: 'the check of the URL for tokens',
    edits: [replace('H05', 'const inUrl = false;')],
  },
  {
    row: 'H06',
    removed: 'the fixed text of a refusal: it repeats what was sent',
    edits: [
      replace(
        'H06',
        `if (extraction.ok) {
          const judged = toAuthentication(await keys.verify(extraction.token, requirements));
          const problem = { ...judged['refusal']?.problem, sent: extraction.token };
          return judged.ok ? judged : { ok: false, refusal: { ...judged['refusal'], problem } };
        }`,
      ),
    ],
  },
  {
    row: 'H08',
    removed: 'the choice of headers: both are always read',
    edits: [replace('H08', "['authorization', 'x-api-key']")],
  },
  {
    row: 'H09',
    removed: 'the limit to two whitespace characters: everything that `trim()` removes is cut off',
    edits: [replace('H09', "return character?.trim() === '';")],
  },
  {
    row: 'H10',
    removed: '`Vary` on all responses',
    edits: [replace('H10', "return present ?? '';")],
  },
  {
    row: 'H11',
    removed: 'the two headers that an `OPTIONS` needs to count as a preflight',
    edits: [replace('H11', "return method === 'OPTIONS';")],
  },
];

export const headers: readonly Defence[] = inHttp.map((defence) => ({ ...defence, tests: middleware }));
