import { expect, it } from 'vitest';
import { isExpectedOutput } from './expected-output.js';

it.each([
  ['the same', 'a\nb\n', 'a\nb'],
  ['something where … stands', '{"id":"4fGh","name":"CI"}', '{"id":"…","name":"CI"}'],
  ['lines where a line of … stands', 'a\nb\nc\nd', 'a\n…\nd'],
  ['no line where a line of … stands', 'a\nd', 'a\n…\nd'],
  ['other line ends and white space at the end', 'a  \r\nb\r\n\r\n', 'a\nb'],
])('%s is expected', (_what, printed, expected) => {
  expect(isExpectedOutput(printed, expected)).toBe(true);
});

it.each([
  ['a line more', 'a\nb', 'a'],
  ['a line less', 'a', 'a\nb'],
  ['another line break where … stands', 'a1\n2b', 'a…b'],
  ['a character where a dot stands', 'axc', 'a.c'],
  ['something after a line of …', 'a\nb\nc', 'a\n…\nb'],
])('%s is not expected', (_what, printed, expected) => {
  expect(isExpectedOutput(printed, expected)).toBe(false);
});
