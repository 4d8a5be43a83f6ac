import { core, type Defence } from './defence.js';
import { always, remove, replace } from './edits.js';

const length = replace('T03', 'text.startsWith(start)');
const alphabet = replace('T05', 'false');
const check = remove('T01');
const tests = [`${core}/token/token.test.ts`];

export const tokens: readonly Defence[] = [
  { row: 'T01', removed: 'the check when a token is parsed', edits: [check], tests },
  {
    row: 'T02',
    removed: 'the kind in what the check covers',
    edits: [
      replace('T02 new', "crc32(body.slice(body.indexOf('.')))"),
      replace('T02 sent', "return crc32(token.slice(token.indexOf('.'), end)) === decodeBase62(token, end);"),
    ],
    tests,
  },
  { row: 'T03', removed: 'the comparison of lengths', edits: [length], tests },
  {
    row: 'T04',
    removed: 'strictness: input is trimmed and normalised first',
    edits: [replace('T04', "text = String(text).trim().normalize('NFKC');")],
    tests,
  },
  {
    row: 'T05',
    removed: 'length, alphabet and check when a token is parsed',
    edits: [length, alphabet, check],
    tests,
  },
  {
    row: 'T06',
    removed: 'the verdict of the hasher',
    edits: [always('T06')],
    tests: [`${core}/use-cases/verify-key.test.ts`],
  },
  {
    row: 'T07',
    removed: 'the comparison with the keyed check',
    edits: [always('T07')],
    tests: [`${core}/runtime/keyed-check.test.ts`],
  },
  {
    row: 'T08',
    removed: 'the kind and the key ID in what is hashed',
    edits: [replace('T08 new', 'token.slice(-49, -6)'), replace('T08 sent', 'token.slice(-49, -6)')],
    tests: [`${core}/use-cases/verify-key.test.ts`],
  },
  {
    row: 'T09',
    removed: 'the difference between own and inherited names',
    edits: [replace('T09', 'value in keyStates')],
    tests: [`${core}/model/key-state.test.ts`],
  },
  {
    row: 'T10',
    removed: 'the end of a retired prefix',
    edits: [remove('T10')],
    tests: [`${core}/prefixes.test.ts`],
  },
  {
    row: 'T11',
    removed: 'the comparison of the prefixes with each other and with the kinds',
    edits: [remove('T11')],
    tests: [`${core}/prefixes.test.ts`],
  },
];
