import { type Defence, middleware } from './defence.js';

const extraction = 'packages/http/src/extract-credential.ts';
const authenticator = 'packages/http/src/authenticator.ts';

/** Each is taken away in `@postern/http`, and both middlewares must show it. */
const inHttp: readonly Omit<Defence, 'tests'>[] = [
  {
    row: 'H01',
    removed: 'the scheme in any case',
    edits: [{ file: extraction, from: "scheme.toLowerCase() !== 'bearer'", to: "scheme !== 'Bearer'" }],
  },
  {
    row: 'H02',
    removed: 'the difference between another scheme and an ambiguous request',
    edits: [
      {
        file: extraction,
        from: "if (scheme.toLowerCase() !== 'bearer') return 'nothing';",
        to: "if (scheme.toLowerCase() !== 'bearer') return 'ambiguous';",
      },
    ],
  },
  {
    row: 'H03',
    removed: 'the refusal of two different tokens',
    edits: [
      {
        file: extraction,
        from: "if (token !== undefined && token !== reading.token) return { ok: false, reason: 'ambiguous_request' };",
        to: '',
      },
    ],
  },
  {
    row: 'H04',
    removed: 'the refusal of repeated lines',
    edits: [{ file: extraction, from: "repeated.length > 0 ? 'ambiguous' : ", to: '' }],
  },
  {
    row: 'H05',
    removed: 'the look at the URL',
    edits: [{ file: authenticator, from: 'holdsToken(request.url)', to: 'false' }],
  },
  {
    row: 'H06',
    removed: 'the fixed text of a refusal: it says what was sent',
    edits: [
      {
        file: authenticator,
        from: 'return judge(await keys.verify(extraction.token, requirements as Requirements<Kind, Permission>));',
        to: `const judged = judge(await keys.verify(extraction.token, requirements));
        const problem = { ...judged.refusal?.problem, sent: extraction.token };
        return judged.ok ? judged : { ok: false, refusal: { ...judged.refusal, problem } };`,
      },
    ],
  },
  {
    row: 'H08',
    removed: 'the choice of headers: all are looked at',
    edits: [
      {
        file: extraction,
        from: 'for (const header of accepted) {',
        to: "for (const header of ['authorization', 'x-api-key']) {",
      },
    ],
  },
  {
    row: 'H09',
    removed: 'the two characters that are white space: all that `trim()` knows is cut off',
    edits: [
      {
        file: 'packages/http/src/header-lines.ts',
        from: "return character === ' ' || character === '\\t';",
        to: "return character?.trim() === '';",
      },
    ],
  },
  {
    row: 'H10',
    removed: '`Vary`, on all responses',
    edits: [
      {
        file: 'packages/http/src/response-headers.ts',
        from: 'return present ? vary.append(present, variesOn) : variesOnThem;',
        to: "return present ?? '';",
      },
    ],
  },
  {
    row: 'H11',
    removed: 'the two headers that make a preflight of an `OPTIONS`',
    edits: [
      {
        file: authenticator,
        from: "return method === 'OPTIONS' && carries('origin') && carries('access-control-request-method');",
        to: "return method === 'OPTIONS';",
      },
    ],
  },
];

export const headers: readonly Defence[] = inHttp.map((defence) => ({ ...defence, tests: middleware }));
