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
let errorsIn: (example: DocExample) => readonly string[];

beforeAll(() => {
  errorsIn = typeCheckExamples([...examples, wrong]);
}, 60_000);

afterAll(removeExamples);

describe('the examples in doc comments compile', () => {
  for (const example of examples) {
    it(`${example.path}, line ${example.line}`, () => expect(errorsIn(example)).toEqual([]));
  }
});

it('reports an example that does not compile', () => {
  expect(errorsIn(wrong)).toEqual([expect.stringContaining('agents:reed')]);
});

it('ends an example at the next tag', () => {
  const comment = '/**\n * Adds.\n *\n * @example\n * add(1);\n * add(2);\n * @throws never\n */\n';
  expect(examplesIn(path, comment)).toEqual([{ path, line: 4, code: 'add(1);\nadd(2);\n' }]);
});
