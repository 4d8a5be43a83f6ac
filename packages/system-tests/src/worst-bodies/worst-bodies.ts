import type { Route } from './measured-workspace.js';

/** A request that is meant to take as much time as possible. */
export interface WorstRequest {
  /** What is bad about it. */
  readonly title: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** The size of the chunks that the body is sent in, in bytes. */
  readonly chunkOf?: number;
}

/** The place of the worst value in an otherwise valid body. */
const worst = '"WORST"';

/** The valid bodies of routes, by the end of their path. */
const bodies: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\/keys$/, [`{"name":"a","scopes":${worst}}`, `{"name":${worst}}`, `{"name":"a","expiresAt":${worst}}`]],
  [/\/keys\/:keyId$/, [`{"name":${worst}}`]],
  [/\/disable$/, [`{"reason":${worst}}`]],
  [/\/disable-unused$/, [`{"unusedSince":${worst}}`]],
  [/\/leaked-keys$/, [`{"token":${worst}}`, `{"tokens":${worst}}`]],
  [/\/rotate$/, [`{"graceSeconds":${worst}}`]],
  [/\/session$/, [`{"email":${worst},"password":"a"}`, `{"email":"ada@example.com","password":${worst}}`]],
  [/\/services$/, [`{"name":${worst},"permissions":[]}`, `{"name":"a","permissions":${worst}}`]],
  [/\/(people|services)\/:id$/, [`{"permissions":${worst}}`]],
  [/\/organisation$/, [`{"plan":${worst}}`]],
  [/\/agents$/, [`{"name":${worst}}`, `{"name":"a","team":${worst}}`]],
  [
    /\/(messages|completions)$/,
    [
      `{"model":"auto","max_tokens":9,"messages":${worst}}`,
      `{"model":"auto","max_tokens":9,"messages":[{"role":"user","content":${worst}}]}`,
      `{"model":"auto","max_tokens":1000000,"stream":true,"messages":[{"role":"user","content":${worst}}]}`,
      `{"model":"auto","max_tokens":9,"messages":[{"role":"user","content":"a"}],"stop":${worst}}`,
    ],
  ],
  [
    /\/responses$/,
    [
      `{"model":"auto","input":${worst}}`,
      `{"model":"auto","input":[{"role":"user","content":${worst}}]}`,
      `{"model":"auto","input":"a","stream":true,"instructions":${worst}}`,
    ],
  ],
  [/\/count_tokens$/, [`{"model":"auto","messages":[{"role":"user","content":${worst}}]}`]],
  [/\/intake\/:id$/, [`{"text":${worst}}`, `{"title":${worst},"text":"a"}`]],
  [
    /\/mcp$/,
    [
      worst,
      ...['create_api_key', 'revoke_api_key'].map(
        (name) =>
          `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"${name}","arguments":{"name":${worst},"scopes":["a"],"key_id":"a"}}}`,
      ),
      `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"revoke_api_key","arguments":{},"requestState":${worst},"inputResponses":{"confirm":${worst}},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","a":${worst}}}}`,
    ],
  ],
];

/** Values of about the given number of bytes, by what is bad about them. */
const values: Readonly<Record<string, (bytes: number) => string>> = {
  'nested lists': (bytes) => '['.repeat(bytes / 2) + ']'.repeat(bytes / 2),
  'nested objects': (bytes) => `${'{"a":'.repeat(bytes / 6)}1${'}'.repeat(bytes / 6)}`,
  'a list of numbers': (bytes) => `[${'1,'.repeat(bytes / 2 - 2)}1]`,
  'a list of texts': (bytes) => `[${list(bytes / 8, (n) => `"${n.toString(36).padStart(4, '0')}"`)}]`,
  'a list of one text': (bytes) => `[${list(bytes / 15, () => '"agents:read"')}]`,
  'a list of messages': (bytes) => `[${list(bytes / 28, () => '{"role":"user","content":""}')}]`,
  'a list of blocks': (bytes) => `[${list(bytes / 26, () => '{"type":"text","text":"a"}')}]`,
  'a list of parts': (bytes) => `[${list(bytes / 32, () => '{"type":"input_text","text":"a"}')}]`,
  'a list of calls': (bytes) => `[${list(bytes / 42, (n) => `{"jsonrpc":"2.0","id":${n},"method":"ping"}`)}]`,
  'many fields': (bytes) => `{${list(bytes / 9, (n) => `"${n.toString(36)}":1`)}}`,
  'many fields, and half a character': (bytes) =>
    `{"a":"\\ud83d",${list(bytes / 9 - 3, (n) => `"${n.toString(36)}":1`)}}`,
  'many numbered fields': (bytes) => `{${list(bytes / 15, (n) => `"${4294967294 - n * 7}":1`)}}`,
  'a list of empty lists': (bytes) => `[${list(bytes / 3, () => '[]')}]`,
  'a list of distinct scopes': (bytes) =>
    `[${list(bytes / 67, (n) => `"${n.toString(36).padStart(64, 'a')}"`)}]`,
  'a long text': (bytes) => `"${'a'.repeat(bytes)}"`,
  'words of one letter': (bytes) => `"${'a '.repeat(bytes / 2)}"`,
  spaces: (bytes) => `"${' '.repeat(bytes - 1)}a"`,
  'combining marks': (bytes) => `"a${'\u0316\u0301'.repeat(bytes / 4)}"`,
  'almost tokens': (bytes) => `"${`user.${'a'.repeat(64)} `.repeat(bytes / 70)}"`,
  'runs of letters and marks': (bytes) => `"${'a-b_c.'.repeat(bytes / 6)}"`,
};

/** Values of some lengths are needed for every route, and take longer to create than to send. */
const cachedValues = new Map<string, string>();

function worstValue(title: string, bytes: number): string {
  const known = cachedValues.get(`${title} ${bytes}`);
  if (known !== undefined) return known;
  const value = values[title]?.(bytes) ?? '';
  cachedValues.set(`${title} ${bytes}`, value);
  return value;
}

/** More bytes than any valid body has around its worst value. */
const aroundBytes = 256;

/** The maximum size of a body with chunks of one byte, in bytes: several times what the server reads in one turn. */
const maxChunkedBytes = 64 * 1_024;

function list(count: number, one: (n: number) => string): string {
  return Array.from({ length: Math.floor(count) }, (_, n) => one(n)).join(',');
}

/** Forms. `name`, `email` and `scopes` are real fields of some page. */
const forms: Readonly<Record<string, (bytes: number) => string>> = {
  'empty fields': (bytes) => 'a&'.repeat(bytes / 2),
  'many fields': (bytes) => list(bytes / 6, (n) => `${n.toString(36)}=`).replaceAll(',', '&'),
  'many scopes': (bytes) => `name=a&${'scopes=a&'.repeat((bytes - 7) / 9)}`,
  'escaped letters': (bytes) => `name=${'%41'.repeat((bytes - 5) / 3)}`,
  'a long name and password': (bytes) =>
    `email=${'a'.repeat(bytes / 2 - 20)}&password=${'+'.repeat(bytes / 2)}`,
  'combining marks': (bytes) => `name=a${'%CC%96%CC%81'.repeat((bytes - 6) / 12)}`,
};

/** The longest messages that the admin agent accepts. Its rules read each of these differently. */
const messages: readonly WorstRequest[] = [
  'a ',
  'for ',
  "'",
  '" ',
  'the team ',
  'key ',
  'please ',
  'delete a, ',
  'delete the key called a and ',
  'with scopes a:b, ',
  '\n',
  'user.aaaaaaaaaaaaaaaa',
  'aZ9_',
].flatMap((phrase) =>
  ['', 'create a key called ', 'delete '].map((beginning) => ({
    title: `a message of “${phrase}” after “${beginning}”`,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: Buffer.from(`text=${encodeURIComponent((beginning + phrase.repeat(2_000)).slice(0, 2_000))}`),
  })),
);

/** As much as Node's limit on the head of a request allows. */
const headBytes = 14_000;

const heads: readonly WorstRequest[] = [
  { title: 'a long If-Match', headers: { 'If-Match': '"a",'.repeat(headBytes / 4).slice(0, -1) } },
  { title: 'an If-Match of whitespace', headers: { 'If-Match': `"a"${' '.repeat(headBytes)}x` } },
  { title: 'a long Cookie', headers: { Cookie: 'a=b; '.repeat(headBytes / 5) } },
  { title: 'a Cookie of escapes', headers: { Cookie: `workspace_session=${'%41'.repeat(headBytes / 3)}` } },
  { title: 'a long Idempotency-Key', headers: { 'Idempotency-Key': 'a'.repeat(headBytes) } },
  { title: 'a long Accept-Language', headers: { 'Accept-Language': 'de;q=0,'.repeat(headBytes / 7) } },
  { title: 'a long Accept', headers: { Accept: 'text/html;q=0,'.repeat(headBytes / 14) } },
  { title: 'a long Authorization', headers: { Authorization: `Bearer user.${'a'.repeat(headBytes)}` } },
  { title: 'a Content-Type of parameters', headers: { 'Content-Type': ';charset ='.repeat(headBytes / 10) } },
  { title: 'a Content-Type of whitespace', headers: { 'Content-Type': `a${' '.repeat(headBytes)};` } },
  { title: 'a query of many fields', query: 'a&'.repeat(headBytes / 2) },
  { title: 'a query of escapes', query: `cursor=${'%41'.repeat(headBytes / 3)}` },
  { title: 'a long cursor', query: `cursor=${'A'.repeat(headBytes)}` },
  { title: 'a long limit', query: `limit=${'9'.repeat(headBytes)}` },
  { title: 'a query of almost tokens', query: `a=${'user.'.repeat(headBytes / 5)}` },
];

/** The requests with bodies of the last route, which are often those of the next one too: creating them takes long. */
let last: { readonly key: string; readonly requests: readonly WorstRequest[] } | undefined;

/** Returns the worst requests that we could think of, for a route with this limit on bodies. */
export function worstRequests({ method, path }: Route, maxBytes: number): readonly WorstRequest[] {
  if (method === 'GET' || method === 'DELETE') return heads;
  const known = bodies.filter(([end]) => end.test(path));
  const goodBodies = known.length > 0 ? known.flatMap(([, good]) => good) : [`{"name":${worst}}`];
  const key = `${maxBytes} ${goodBodies}`;
  if (last?.key !== key) last = { key, requests: requestsWithBodies(goodBodies, maxBytes) };
  return [...heads, ...(path === '/agent' ? messages : []), ...last.requests];
}

function requestsWithBodies(goodBodies: readonly string[], maxBytes: number): readonly WorstRequest[] {
  const withBody = (title: string, type: string, body: string): WorstRequest => ({
    title: `${title}, ${type}`,
    headers: { 'Content-Type': type },
    body: Buffer.from(body),
  });
  return [
    ...Object.keys(values).flatMap((title) =>
      [worst, ...goodBodies].map((good) =>
        withBody(
          `${title} in ${good}`,
          'application/json',
          good.replace(worst, () => worstValue(title, maxBytes - aroundBytes)),
        ),
      ),
    ),
    ...Object.entries(forms).map(([title, form]) =>
      withBody(title, 'application/x-www-form-urlencoded', form(maxBytes)),
    ),
    ...['application/json', 'application/x-www-form-urlencoded'].map((type) => ({
      ...withBody('chunks of one byte', type, `"${'a'.repeat(Math.min(maxBytes, maxChunkedBytes))}`),
      chunkOf: 1,
    })),
    withBody(
      'parts without a name',
      'multipart/form-data; boundary=x',
      `${'--x\r\n\r\n\r\n'.repeat(maxBytes / 9 - 1)}--x--`,
    ),
  ];
}
