import { expect, it } from 'vitest';
import { isPromiseLike } from './maybe-promise.js';

it('knows promises and what behaves like one', () => {
  // biome-ignore lint/suspicious/noThenProperty: a thenable is the subject
  expect([Promise.resolve(), { then: () => undefined }].every(isPromiseLike)).toBe(true);
  // biome-ignore lint/suspicious/noThenProperty: not quite a thenable
  expect([undefined, null, 'then', {}, { then: true }].some(isPromiseLike)).toBe(false);
});
