import { describe, expect, it } from 'vitest';
import { awaited, isPromiseLike, type MaybePromise, runSteps, type Steps } from './maybe-promise.js';

it('isPromiseLike recognises promises and thenables', () => {
  // biome-ignore lint/suspicious/noThenProperty: a thenable is the subject
  expect([Promise.resolve(), { then: () => undefined }].every(isPromiseLike)).toBe(true);
  // biome-ignore lint/suspicious/noThenProperty: not quite a thenable
  expect([undefined, null, 'then', {}, { then: true }].some(isPromiseLike)).toBe(false);
});

describe('runSteps', () => {
  function* sum(...answers: readonly MaybePromise<number>[]): Steps<number> {
    let total = 0;
    for (const answer of answers) total += yield* awaited(answer);
    return total;
  }

  it('returns synchronously if every answer is there', () => {
    expect(runSteps(sum(1, 2, 3))).toBe(6);
  });

  it('waits for answers that are promises, in order', async () => {
    expect(await runSteps(sum(1, Promise.resolve(2), 3, Promise.resolve(4)))).toBe(10);
  });

  it('throws synchronously what a step throws, and rejects with it after a promise', async () => {
    function* failing(answer: MaybePromise<number>): Steps<number> {
      yield* awaited(answer);
      throw new Error('broken');
    }
    expect(() => runSteps(failing(1))).toThrow('broken');
    await expect(runSteps(failing(Promise.resolve(1)))).rejects.toThrow('broken');
  });

  it('throws into the step a promise rejects in, which may recover', async () => {
    function* recovering(): Steps<string> {
      try {
        yield* awaited(Promise.reject(new Error('broken')));
        return 'not reached';
      } catch (error) {
        return `caught: ${String(error)}`;
      }
    }
    expect(await runSteps(recovering())).toBe('caught: Error: broken');
  });
});
