import { core, type Defence, workspace } from './defence.js';

const argon2 = 'packages/argon2/src/argon2-hasher.ts';

export const secrets: readonly Defence[] = [
  {
    row: 'P01',
    removed: 'what keeps the token out of the record: it is kept as its reason',
    edits: [
      {
        file: `${core}/use-cases/issue-key.ts`,
        from: 'insertNewKey(ports, { key, hash }',
        to: 'insertNewKey(ports, { key: { ...key, reason: token }, hash }',
      },
    ],
    tests: ['packages/kysely/src/sqlite/secrets.test.ts'],
  },
  {
    row: 'P02',
    removed: 'the parser, between token and events: they name the token',
    edits: [
      {
        file: `${core}/use-cases/verify-key.ts`,
        from: "if (!verification.ok) events.emit({ type: 'refused', reason: verification.reason, keyId });",
        to: "if (!verification.ok) events.emit({ type: 'refused', reason: verification.reason, keyId: token as KeyId });",
      },
    ],
    tests: [`${core}/secrets.test.ts`],
  },
  {
    row: 'P03',
    removed: 'the private field: the token is a property of the result',
    edits: [
      {
        file: `${core}/model/issued-key.ts`,
        from: 'this.#token = token;',
        to: 'this.#token = token;\n    Object.assign(this, { plaintext: token });',
      },
    ],
    tests: [`${core}/secrets.test.ts`],
  },
  {
    row: 'P04',
    removed: '`no-store`, on the answer that issues',
    edits: [
      {
        file: 'packages/management/src/management-handler.ts',
        from: "c.res.headers.set('Cache-Control', 'no-store')",
        to: "c.res.headers.set('Cache-Control', 'private')",
      },
    ],
    tests: [`${workspace}/own-keys.test.ts`],
  },
  {
    row: 'P04',
    removed: '`no-store`, on the page that shows it',
    edits: [
      {
        file: 'packages/settings/src/security-headers.ts',
        from: "c.res.headers.set('Cache-Control', 'no-store')",
        to: "c.res.headers.set('Cache-Control', 'private')",
      },
    ],
    tests: ['packages/settings/src/settings-pages.test.ts'],
  },
  {
    row: 'P05',
    removed: 'the key of the digests in the memo',
    edits: [
      {
        file: `${core}/runtime/proof-memo.ts`,
        from: 'randomBytes(32)',
        to: 'Buffer.alloc(32)',
      },
    ],
    tests: [`${core}/runtime/proof-memo.test.ts`],
  },
  {
    row: 'P06',
    removed: 'the hash: tokens are compared character by character',
    edits: [
      {
        file: argon2,
        from: 'return (await engine.hash(token, parameters)) as EncodedHash;',
        to: "return (parameters && Buffer.from(token).toString('hex')) as EncodedHash;",
      },
      {
        file: argon2,
        from: 'const stated = parsePhcString(hash);\n      if (stated === undefined || !isWithin(stated, limits)) {',
        to: `const stored = Buffer.from(hash, 'hex').toString();
      for (let index = 0, work = 1; index < token.length; index += 1) {
        if (token[index] !== stored[index]) return false;
        for (let step = 0; step < 200; step += 1) work += Math.sqrt(work);
      }
      if (limits === undefined) {`,
      },
    ],
    tests: ['packages/system-tests/src/timing.test.ts'],
  },
  {
    row: 'P07',
    removed: 'the choice of what is kept of a foreign error',
    edits: [
      {
        file: `${core}/errors.ts`,
        from: 'if (!(error instanceof Error)) return undefined;',
        to: 'if (error instanceof Error) return error;',
      },
    ],
    tests: [`${core}/secrets.test.ts`, `${core}/errors.test.ts`],
  },
  {
    row: 'P08',
    removed: 'the copy of the key ID: a slice keeps the token alive',
    edits: [
      {
        file: `${core}/token/token.ts`,
        from: '(token.slice(start, middle) + token.slice(middle, start + keyIdLength))',
        to: 'token.slice(start, middle + keyIdLength / 2)',
      },
    ],
    tests: [`${core}/secrets-in-memory.test.ts`],
  },
  {
    row: 'P09',
    removed: 'the check for parts of tokens in what is stored',
    edits: [
      {
        file: `${core}/token/token-pattern.ts`,
        from: 'if (tokenBody.test(text)) return true;\n  let joined',
        to: 'if (tokenBody.test(text) || text.length > 0) return tokenBody.test(text);\n  let joined',
      },
    ],
    tests: [`${core}/use-cases/bad-input.test.ts`],
  },
  {
    row: 'P09',
    removed: 'the check for parts of tokens in a chat',
    edits: [
      {
        file: 'packages/agent/src/token-spans.ts',
        from: "couldBeSecret(others.map(({ text }) => text).join(''))",
        to: 'lengthOf(others) >= secretLength',
      },
    ],
    tests: ['packages/agent/src/mask-tokens.test.ts'],
  },
  {
    row: 'P09',
    removed: 'the look at the names of agents',
    edits: [
      {
        file: `${workspace}/http/text-field.ts`,
        from: 'if (holdsToken(text)) throw',
        to: 'if (text === undefined) throw',
      },
    ],
    tests: [`${workspace}/agents.test.ts`],
  },
  {
    row: 'P09',
    removed: 'the mask over what the responder repeats',
    edits: [
      {
        file: `${workspace}/models/responder.ts`,
        from: "const quoted = maskTokens(characters.slice(0, longestQuote).join(''), ownerKinds).text;",
        to: "const quoted = characters.slice(0, longestQuote).join(ownerKinds && '');",
      },
    ],
    tests: [`${workspace}/intake.test.ts`],
  },
  {
    row: 'P09',
    removed: 'the look at where a sign-in leads',
    edits: [
      {
        file: `${workspace}/pages/sign-in.ts`,
        from: ' && !holdsToken(to) ? to',
        to: ' ? to',
      },
    ],
    tests: [`${workspace}/sessions.test.ts`],
  },
];
