import { describe, expect, it } from 'vitest';
import { never } from '../../test-support/deferred.js';
import { ada } from '../../test-support/service.js';
import { turns } from '../../test-support/turns.js';
import { PosternError } from '../errors.js';
import type { KeyPolicy, KeyPolicyDecision } from '../ports/key-policy.js';
import { settableClock } from '../testing/index.js';
import { guardedPolicy } from './guards.js';

const clock = settableClock();
const request = { actor: ada, action: 'issue', owner: ada } as const;
const unavailable = expect.objectContaining({ code: 'ERR_POLICY_UNAVAILABLE' });
const guarded = (decide: KeyPolicy['decide']) => guardedPolicy({ decide }, { clock, deadlineMs: 2_000 });

describe('a policy that decides', () => {
  const no = { ok: false, message: 'ask an owner of the team' } as const;

  it.each<[string, ReturnType<KeyPolicy['decide']>, KeyPolicyDecision]>([
    ['yes, synchronously', { ok: true }, { ok: true }],
    ['yes, by promise', Promise.resolve({ ok: true }), { ok: true }],
    ['no, synchronously', no, no],
    ['no, by promise', Promise.resolve(no), no],
  ])('is followed if it says %s', async (_how, given, decision) => {
    expect(await guarded(() => given)(request)).toEqual(decision);
  });

  it('gets the whole request', async () => {
    const heard: unknown[] = [];
    await guarded((question) => {
      heard.push(question);
      return { ok: true };
    })(request);
    expect(heard).toEqual([request]);
  });
});

describe('F10 a policy that does not decide is a fault', () => {
  it.each<[string, KeyPolicy['decide']]>([
    [
      'throws',
      () => {
        throw new Error('down');
      },
    ],
    ['rejects', () => Promise.reject(new Error('down'))],
    ['rejects with an error of ours', () => Promise.reject(new PosternError('ERR_FORBIDDEN', 'no'))],
  ])('F10 if it %s', async (_how, decide) => {
    await expect(guarded(decide)(request)).rejects.toEqual(unavailable);
  });

  it.each([
    [undefined],
    [null],
    [true],
    ['ok'],
    [{}],
    [{ ok: 'yes' }],
    [{ ok: 1 }],
    [{ ok: false }],
    [{ ok: false, message: 42 }],
    [Promise.resolve(true)],
  ])('F10 if it answers with %o', async (answer) => {
    await expect(guarded(() => answer as KeyPolicyDecision)(request)).rejects.toEqual(unavailable);
  });

  it('F10 if it hangs, at its deadline', async () => {
    const asked = guarded(() => never())(request);
    await turns();
    clock.advance(2_000);
    await expect(asked).rejects.toEqual(unavailable);
  });
});
