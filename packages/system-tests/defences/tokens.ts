import { core, type Defence } from './defence.js';

const parser = `${core}/token/token.ts`;
const length = { file: parser, from: 'text.length === length && ', to: '' };
const alphabet = { file: parser, from: '|| !isBase62(text, form.prefix.length)', to: '' };
const check = {
  file: parser,
  from: 'if (!check.accepts(text)) return undefined;',
  to: '',
};
const tests = [`${core}/token/token.test.ts`];

export const tokens: readonly Defence[] = [
  { row: 'T01', removed: 'the check, on parsing', edits: [check], tests },
  {
    row: 'T02',
    removed: 'the kind, from what the check covers',
    edits: [
      { file: `${core}/token/check.ts`, from: 'crc32(body)', to: "crc32(body.slice(body.indexOf('.')))" },
      {
        file: `${core}/token/check.ts`,
        from: 'crc32(token, end)',
        to: "crc32(token.slice(token.indexOf('.'), end))",
      },
    ],
    tests,
  },
  { row: 'T03', removed: 'the comparison of lengths', edits: [length], tests },
  {
    row: 'T04',
    removed: 'strictness: what comes is trimmed and normalised first',
    edits: [
      {
        file: parser,
        from: 'parse(text) {',
        to: "parse(given) {\n      const text = String(given).trim().normalize('NFKC');",
      },
    ],
    tests,
  },
  { row: 'T05', removed: 'length, alphabet and check, on parsing', edits: [length, alphabet, check], tests },
  {
    row: 'T06',
    removed: 'what the hasher says',
    edits: [
      {
        file: `${core}/runtime/secret-proofs.ts`,
        from: 'if (verified.value) {',
        to: 'if (verified.ok) {',
      },
    ],
    tests: [`${core}/use-cases/verify-key.test.ts`],
  },
  {
    row: 'T07',
    removed: 'the comparison with the keyed check',
    edits: [
      {
        file: `${core}/runtime/keyed-check.ts`,
        from: 'copies.some((key) => isEqual(truncatedHmac(key, body), check))',
        to: 'copies.some((key) => isEqual(truncatedHmac(key, body), check) || check.length === checkLength)',
      },
    ],
    tests: [`${core}/runtime/keyed-check.test.ts`],
  },
  {
    row: 'T08',
    removed: 'kind and key ID, from what is hashed',
    edits: [
      {
        file: `${core}/use-cases/new-token.ts`,
        from: 'await hash(token, makerOf(owner, actor))',
        to: 'await hash(token.slice(-49, -6), makerOf(owner, actor))',
      },
      {
        file: `${core}/runtime/secret-proofs.ts`,
        from: 'hasher.verify(token, stored.hash)',
        to: 'hasher.verify(token.slice(-49, -6), stored.hash)',
      },
    ],
    tests: [`${core}/use-cases/verify-key.test.ts`],
  },
  {
    row: 'T09',
    removed: 'the difference between own and inherited names',
    edits: [
      {
        file: `${core}/model/key-state.ts`,
        from: 'Object.hasOwn(keyStates, value)',
        to: 'value in keyStates',
      },
    ],
    tests: [`${core}/model/key-state.test.ts`],
  },
];
