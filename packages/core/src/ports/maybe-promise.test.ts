import { expect, it, vi } from 'vitest';
import { isPromiseLike, whenKnown } from './maybe-promise.js';

it('isPromiseLike recognises promises and thenables', () => {
  // biome-ignore lint/suspicious/noThenProperty: a thenable is the subject
  expect([Promise.resolve(), { then: () => undefined }].every(isPromiseLike)).toBe(true);
  // biome-ignore lint/suspicious/noThenProperty: not quite a thenable
  expect([undefined, null, 'then', {}, { then: true }].some(isPromiseLike)).toBe(false);
});

it('whenKnown continues synchronously with an answer that is there', () => {
  expect(whenKnown(1, (answer) => answer + 1)).toBe(2);
});

it('whenKnown waits for an answer that is a promise', async () => {
  expect(await whenKnown(Promise.resolve(1), (answer) => Promise.resolve(answer + 1))).toBe(2);
});

it('whenKnown does not continue with a promise that rejects', async () => {
  const proceed = vi.fn();
  await expect(whenKnown(Promise.reject(new Error('broken')), proceed)).rejects.toThrow('broken');
  expect(proceed).not.toHaveBeenCalled();
});
