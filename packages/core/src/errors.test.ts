import { describe, expect, it } from 'vitest';
import {
  isFault,
  isPosternError,
  OverloadedError,
  PosternError,
  ScopesNotGrantedError,
  safeCause,
  TooManyKeysError,
} from './errors.js';

describe('PosternError', () => {
  it('is an Error with a code, and a cause if there is one', () => {
    const cause = new Error('below');
    const error = new PosternError('ERR_FORBIDDEN', 'no', { cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'PosternError', code: 'ERR_FORBIDDEN', message: 'no', cause });
    expect('cause' in new PosternError('ERR_FORBIDDEN', 'no')).toBe(false);
  });

  it('includes when to try again, or which scopes are missing, or what the limit is', () => {
    expect(new OverloadedError(1_000)).toMatchObject({ code: 'ERR_OVERLOADED', retryAfterMs: 1_000 });
    const error = new ScopesNotGrantedError(['a', 'b'], 'actor');
    expect(error).toMatchObject({ code: 'ERR_SCOPES_NOT_GRANTED', scopes: ['a', 'b'] });
    expect(error.message).toContain('the actor does not have: a b');
    const tooMany = new TooManyKeysError(25);
    expect(tooMany).toMatchObject({ code: 'ERR_TOO_MANY_KEYS', limit: 25 });
    expect(tooMany.message).toContain('the limit is 25');
  });
});

describe('isPosternError and isFault', () => {
  it('recognise errors of another copy of the package', () => {
    const foreign = Object.assign(new Error('down'), { name: 'PosternError', code: 'ERR_SCHEMA_MISSING' });
    expect(isPosternError(foreign)).toBe(true);
    expect(isFault(foreign)).toBe(true);
  });

  it.each([
    [new Error('x')],
    [Object.assign(new Error('x'), { code: 'ERR_OVERLOADED' })],
    ['x'],
    [undefined],
  ])('do not take anything else for one of ours: %o', (error) => {
    expect(isPosternError(error)).toBe(false);
    expect(isFault(error)).toBe(false);
  });

  it('tell faults from misuse and refusals', () => {
    expect(isFault(new OverloadedError(1))).toBe(true);
    expect(isFault(new PosternError('ERR_FORBIDDEN', 'no'))).toBe(false);
    expect(isFault(new PosternError('ERR_INVALID_NAME', 'no'))).toBe(false);
    expect(isFault(new TooManyKeysError(1))).toBe(false);
  });
});

describe('an error whose own getters throw', () => {
  const unreadable = (name: 'code' | 'name') =>
    Object.defineProperty(Object.assign(new Error('x'), { name: 'PosternError', code: 'x' }), name, {
      get() {
        throw new Error('secret');
      },
    });
  it.each([
    ['code', unreadable('code')],
    ['name', unreadable('name')],
    [
      'prototype',
      new Proxy(new Error('x'), {
        getPrototypeOf: () => {
          throw new Error('secret');
        },
      }),
    ],
  ])('is not one of ours, and nothing of it is kept, if its %s is unreadable', (_what, error) => {
    expect([isPosternError(error), isFault(error), safeCause(error)]).toEqual([false, false, undefined]);
  });
});

describe('P07 safeCause', () => {
  it('P07 does not keep a code that was a different one when it was checked', () => {
    const codes = ['E1', 'secret in a sentence'];
    const error = Object.defineProperty(new Error('x'), 'code', { get: () => codes.shift() });
    expect(safeCause(error)?.message).toBe('Error E1');
  });

  it("P07 keeps an error's class and code", () => {
    const error = Object.assign(new TypeError('secret'), { code: 'SQLITE_BUSY' });
    expect(safeCause(error)?.message).toBe('TypeError SQLITE_BUSY');
    expect(safeCause(new RangeError('secret'))?.message).toBe('RangeError');
    expect(safeCause(Object.assign(new Error('secret'), { code: 23505 }))?.message).toBe('Error 23505');
  });

  it('P07 keeps nothing of the message, stack, cause or any other property of an error', () => {
    const error = Object.assign(new Error('secret', { cause: new Error('secret') }), { detail: 'secret' });
    const cause = safeCause(error);
    expect(Reflect.ownKeys(cause ?? {})).toEqual(['message']);
    expect(cause?.message).toBe('Error');
  });

  it('P07 does not keep a code or name that is a sentence', () => {
    const error = Object.assign(new Error(), { code: 'key (secret) exists', name: 'Error: secret' });
    expect(safeCause(error)?.message).toBe('Error');
  });

  it.each([['secret'], [undefined], [null], [{ message: 'secret' }]])('P07 keeps nothing of %o', (thrown) => {
    expect(safeCause(thrown)).toBeUndefined();
  });
});
