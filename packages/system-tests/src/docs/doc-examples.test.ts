import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type DocExample,
  docExamples,
  examplesIn,
  removeExamples,
  typeCheckExamples,
} from './doc-examples.js';

const path = 'packages/core/src/each-owner.ts';
const wrong = { path, line: 1, code: "await keys.verify(token, { scopes: ['agents:reed'] });" };
const examples = docExamples();
let mistakesIn: (example: DocExample) => readonly string[];

beforeAll(() => {
  mistakesIn = typeCheckExamples([...examples, wrong]);
}, 60_000);

afterAll(removeExamples);

describe('the example of a doc comment compiles', () => {
  for (const example of examples) {
    it(`${example.path}, line ${example.line}`, () => expect(mistakesIn(example)).toEqual([]));
  }
});

it('an example that does not compile is found', () => {
  expect(mistakesIn(wrong)).toEqual([expect.stringContaining('agents:reed')]);
});

it('an example ends at the next tag', () => {
  const comment = '/**\n * Adds.\n *\n * @example\n * add(1);\n * add(2);\n * @throws never\n */\n';
  expect(examplesIn(path, comment)).toEqual([{ path, line: 4, code: 'add(1);\nadd(2);\n' }]);
});
