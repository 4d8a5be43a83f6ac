import { core, type Defence, workspace } from './defence.js';
import { never, replace } from './edits.js';

export const secrets: readonly Defence[] = [
  {
    row: 'P01',
    removed: "the separation of token and record: the token is stored as the record's reason",
    edits: [replace('P01', '{ key: { ...key, reason: token }, hash }')],
    tests: ['packages/kysely/src/sqlite/secrets.test.ts'],
  },
  {
    row: 'P02',
    removed: 'the parser between token and events: events contain the token',
    edits: [replace('P02', 'keyId: token')],
    tests: [`${core}/secrets.test.ts`],
  },
  {
    row: 'P03',
    removed: 'the private field: the token is a property of the result',
    edits: [replace('P03', 'this.#token = token;\n    Object.assign(this, { plaintext: token });')],
    tests: [`${core}/secrets.test.ts`],
  },
  {
    row: 'P04',
    removed: '`no-store` on the response that issues a key',
    edits: [replace('P04 api', "'private'")],
    tests: [`${workspace}/own-keys.test.ts`],
  },
  {
    row: 'P04',
    removed: '`no-store` on the page that shows a token',
    edits: [replace('P04 pages', "'private'")],
    tests: ['packages/settings/src/settings-pages.test.ts'],
  },
  {
    row: 'P05',
    removed: 'the random text in front of the digests in the memo',
    edits: [replace('P05', "'00'.repeat(32)")],
    tests: [`${core}/runtime/proof-memo.test.ts`],
  },
  {
    row: 'P06',
    removed: 'the hash: tokens are compared character by character',
    edits: [
      replace('P06 hash', "return (parameters && Buffer.from(token).toString('hex')) as EncodedHash;"),
      replace(
        'P06 verify',
        `const characters = Buffer.from(hash, 'hex').toString();
      for (let index = 0, work = 1; index < token.length; index += 1) {
        if (token[index] !== characters[index]) return false;
        for (let step = 0; step < 200; step += 1) work += Math.sqrt(work);
      }
      if (limits !== undefined) return true;
      const stated = undefined;`,
      ),
    ],
    tests: ['packages/system-tests/src/timing.test.ts'],
  },
  {
    row: 'P07',
    removed: 'the selection of what is kept from a foreign error',
    edits: [replace('P07', 'if (error instanceof Error) return error;')],
    tests: [`${core}/secrets.test.ts`, `${core}/errors.test.ts`],
  },
  {
    row: 'P08',
    removed: 'the copy of the key ID: a slice keeps the token alive',
    edits: [replace('P08', 'return token.slice(start, middle + keyIdLength / 2);')],
    tests: [`${core}/secrets-in-memory.test.ts`],
  },
  {
    row: 'P09',
    removed: 'the check for parts of tokens in what is stored',
    edits: [replace('P09 names', 'return tokenBody.test(text);')],
    tests: [`${core}/use-cases/bad-input.test.ts`],
  },
  {
    row: 'P09',
    removed: 'the check for parts of tokens in a chat',
    edits: [replace('P09 chat', 'return lengthOf(others) >= secretLength ? random : [];')],
    tests: ['packages/agent/src/mask-tokens.test.ts'],
  },
  {
    row: 'P09',
    removed: 'the wait, in a text that arrives in pieces, until no token can begin in a piece',
    edits: [
      replace(
        'P09 stream',
        'const { spans, end } = { spans: tokenSpans(rest, prefixes), end: rest.length };',
      ),
    ],
    tests: ['packages/agent/src/mask-tokens.test.ts'],
  },
  {
    row: 'P09',
    removed: 'the check of the names of agents',
    edits: [never('P09 agents')],
    tests: [`${workspace}/agents.test.ts`],
  },
  {
    row: 'P09',
    removed: 'the check of a name before the form of a service account repeats it',
    edits: [replace('P09 services', 'form.name')],
    tests: [`${workspace}/service-accounts.test.ts`],
  },
  {
    row: 'P09',
    removed: 'the check of a message that was not sent before the chat repeats it',
    edits: [replace('P09 draft', "(refused?.draft ?? '')")],
    tests: [`${workspace}/admin-agent-page.test.ts`],
  },
  {
    row: 'P09',
    removed: 'the masking of what the responder repeats',
    edits: [replace('P09 responder', 'const masked = characters;')],
    tests: [`${workspace}/intake.test.ts`],
  },
  {
    row: 'P09',
    removed: 'the check of where a sign-in leads',
    edits: [replace('P09 sign-in', 'true')],
    tests: [`${workspace}/sessions.test.ts`],
  },
  {
    row: 'P09',
    removed: 'the check of a name or a reason before the page of a change repeats it',
    edits: [replace('P09 change', 'const shown = value;')],
    tests: ['packages/settings/src/keys/refused-change.test.ts'],
  },
  {
    row: 'P09',
    removed: 'the check of an email address before the form for signing in repeats it',
    edits: [replace('P09 address', 'true')],
    tests: [`${workspace}/sign-in-pages.test.ts`],
  },
  {
    row: 'P09',
    removed: 'the check of an address with a slash at its end before a redirect repeats it',
    edits: [never('P09 slashes')],
    tests: [`${workspace}/problem-pages.test.ts`],
  },
  {
    row: 'P09',
    removed: 'the masking of what is kept of a payload',
    edits: [replace('P09 payloads', 'start')],
    tests: [`${workspace}/intake/payload-excerpt.test.ts`],
  },
  {
    row: 'P09',
    removed: 'the masking of a text of a payload before it is JSON again',
    edits: [replace('P09 folded', 'value.slice(0, limits.textLength)')],
    tests: [`${workspace}/intake/payload-excerpt.test.ts`],
  },
  {
    row: 'P09',
    removed: 'the check of a name before the form for a new key repeats it',
    edits: [replace('P09 new', 'form.name')],
    tests: ['packages/settings/src/issuing/new-key.test.ts'],
  },
  {
    row: 'P09',
    removed: 'the check of a day before the form for a new key repeats it',
    edits: [replace('P09 day', 'form.expires')],
    tests: ['packages/settings/src/issuing/new-key.test.ts'],
  },
  {
    row: 'P09',
    removed: 'the check of a query before the redirect to an address without a slash at its end repeats it',
    edits: [replace('P09 query', 'const isSafe = true;')],
    tests: ['packages/settings/src/shell/shell.test.ts'],
  },
  {
    row: 'P09',
    removed: 'the check of what the list of keys is searched for',
    edits: [never('P09 search')],
    tests: ['packages/settings/src/keys/list.test.ts'],
  },
];
