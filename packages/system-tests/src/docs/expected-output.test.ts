import { expect, it } from 'vitest';
import { isExpectedOutput } from './expected-output.js';

it.each([
  ['the same text', 'a\nb\n', 'a\nb'],
  ['any text in place of …', '{"id":"4fGh","name":"CI"}', '{"id":"…","name":"CI"}'],
  ['any lines in place of a line with …', 'a\nb\nc\nd', 'a\n…\nd'],
  ['no line in place of a line with …', 'a\nd', 'a\n…\nd'],
  ['different line ends and trailing whitespace', 'a  \r\nb\r\n\r\n', 'a\nb'],
])('%s is expected', (_what, printed, expected) => {
  expect(isExpectedOutput(printed, expected)).toBe(true);
});

it.each([
  ['an additional line', 'a\nb', 'a'],
  ['a missing line', 'a', 'a\nb'],
  ['a line break in place of … within a line', 'a1\n2b', 'a…b'],
  ['another character in place of a dot', 'axc', 'a.c'],
  ['an additional line at the end after a line with …', 'a\nb\nc', 'a\n…\nb'],
])('%s is not expected', (_what, printed, expected) => {
  expect(isExpectedOutput(printed, expected)).toBe(false);
});
