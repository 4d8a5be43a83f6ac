import { describe, expect, it } from 'vitest';
import { allowAll } from '../test-support/service.js';
import type { ApiKeysConfig } from './config.js';
import { createApiKeys } from './create-api-keys.js';
import { eachOwner } from './each-owner.js';
import { insecureHasher, memoryKeyRepository, settableClock } from './testing/index.js';

const right: ApiKeysConfig = {
  repository: memoryKeyRepository(),
  hasher: insecureHasher(),
  owners: eachOwner(() => undefined),
};
/** A configuration as it might be written in plain JavaScript. */
const make = (wrong: unknown) => createApiKeys(wrong as ApiKeysConfig);
const invalid = expect.objectContaining({ code: 'ERR_INVALID_CONFIG' });

describe('createApiKeys', () => {
  it('requires repository, hasher and owners, and nothing else', () => {
    const keys = createApiKeys(right);
    expect(keys.kinds).toEqual(['user', 'team']);
    expect(keys.permissions).toBeUndefined();
  });

  it('accepts everything that can be configured', () => {
    const keys = createApiKeys({
      ...right,
      policy: allowAll,
      kinds: ['robot'],
      permissions: ['a', 'b'],
      lifetimes: { robot: { defaultMs: 1, maxMs: 3_155_760_000_000 } },
      leaks: { robot: { response: 'notify' } },
      checkKeys: { keys: [new Uint8Array(32)], acceptUnkeyedUntil: new Date() },
      events: { emit: () => undefined },
      clock: settableClock(),
      limits: { lookupDeadlineMs: 1, rememberedProofs: 1 },
      caps: { robot: 10_000 },
    });
    expect(keys).toMatchObject({ kinds: ['robot'], permissions: ['a', 'b'] });
  });

  it.each(['checkKey', 'permisions', 'Policy'])('refuses an unknown setting: %s', (name) => {
    expect(() => make({ ...right, [name]: {} })).toThrow(invalid);
  });

  it('T09 shows the lifetimes of every kind, and none that were not configured', () => {
    const kinds = ['user', 'constructor'] as const;
    expect(make({ ...right, kinds }).lifetimes).toEqual({ user: {}, constructor: {} });
    const lifetimes = { user: { maxMs: 1 }, constructor: undefined };
    expect(make({ ...right, kinds, lifetimes }).lifetimes).toEqual({
      user: { maxMs: 1 },
      constructor: {},
    });
  });

  it('shows lifetimes that no one can change', () => {
    const { lifetimes } = make({ ...right, lifetimes: { user: { maxMs: 1 } } });
    for (const one of [lifetimes, ...Object.values(lifetimes)]) expect(Object.isFrozen(one)).toBe(true);
  });

  it('treats undefined as not given', () => {
    expect(() =>
      createApiKeys({ ...right, policy: undefined, limits: { lookupDeadlineMs: undefined } }),
    ).not.toThrow();
  });

  it('keeps its own copy of the given arrays', () => {
    const kinds = ['user'];
    const keys = createApiKeys({ ...right, kinds });
    kinds.push('team');
    expect(keys.kinds).toEqual(['user']);
    expect(Object.isFrozen(keys.kinds)).toBe(true);
  });
});

describe('createApiKeys throws if it does not get', () => {
  it.each([[undefined], [null], [42], [{}]])('any configuration, but %o', (config) => {
    expect(() => make(config)).toThrow(invalid);
  });

  it.each(['repository', 'hasher', 'owners'])('%s', (part) => {
    expect(() => make({ ...right, [part]: undefined })).toThrow(invalid);
    expect(() => make({ ...right, [part]: null })).toThrow(invalid);
    expect(() => make({ ...right, [part]: {} })).toThrow(new RegExp(`^${part} must have the methods `));
  });

  it.each(Object.keys(right.repository))('the method %s of the repository', (method) => {
    const repository = { ...right.repository, [method]: undefined };
    expect(() => make({ ...right, repository })).toThrow(`repository must have the methods ${method}`);
  });

  it.each(['hash', 'verify', 'needsRehash'])('the method %s of the hasher', (method) => {
    expect(() => make({ ...right, hasher: { ...right.hasher, [method]: 'x' } })).toThrow(invalid);
  });

  it.each([
    ['a directory, but a function', { owners: () => [] }],
    ['a policy, but a function', { policy: () => ({ ok: true }) }],
    ['a policy, but null', { policy: null }],
    ['events, but a function', { events: () => undefined }],
    ['events, but null', { events: null }],
    ['the method schedule of the clock', { clock: { now: () => new Date(), monotonicMs: () => 0 } }],
    ['a clock, but null', { clock: null }],
  ])('%s', (_what, part) => {
    expect(() => make({ ...right, ...part })).toThrow(invalid);
  });
});

describe('createApiKeys throws for', () => {
  it.each([[undefined], [0], [-1], [1.5], [Number.NaN], ['8'], [Number.POSITIVE_INFINITY]])(
    'a concurrency of %o',
    (concurrency) => {
      expect(() => make({ ...right, hasher: { ...right.hasher, concurrency } })).toThrow(invalid);
    },
  );

  it.each([
    [[]],
    [['User']],
    [['user', 'user']],
    [['a'.repeat(17)]],
    [['']],
    [[1]],
    ['user'],
    [null],
    [{}],
    [7],
    [['__proto__']],
  ])('the kinds %j', (kinds) => {
    expect(() => make({ ...right, kinds })).toThrow(invalid);
  });

  it.each([
    [null],
    [[]],
    [{ robot: { maxMs: 1 } }],
    [{ user: null }],
    [{ user: 1 }],
    [{ user: { max: 1 } }],
    [{ user: { maxMs: 0 } }],
    [{ user: { maxMs: 1.5 } }],
    [{ user: { maxMs: '90 days' } }],
    [{ user: { maxMs: null } }],
    [{ user: { maxMs: Number.POSITIVE_INFINITY } }],
    [{ user: { maxMs: 3_155_760_000_001 } }],
    [new Map([['user', { maxMs: 1 }]])],
    [{ user: new Map([['maxMs', 1]]) }],
    [Object.create({ user: { maxMs: 1 } })],
    [{ user: { defaultMs: 3_155_760_000_001 } }],
    [{ user: { defaultMs: -1 } }],
    [{ user: { defaultMs: 2, maxMs: 1 } }],
  ])('the lifetimes %j', (lifetimes) => {
    expect(() => make({ ...right, lifetimes })).toThrow(invalid);
  });

  it.each([
    [null],
    ['notify'],
    [['notify']],
    [new Map([['user', { response: 'notify' }]])],
    [{ user: 'notify' }],
    [{ user: null }],
    [{ user: ['notify'] }],
    [{ user: new Map([['response', 'notify']]) }],
    [{ user: { responce: 'notify' } }],
    [{ user: { response: 'delete' } }],
    [{ user: { response: null } }],
    [{ robot: { response: 'notify' } }],
    [{ users: { response: 'notify' } }],
  ])('what happens to leaked keys: %j', (leaks) => {
    expect(() => make({ ...right, leaks })).toThrow(invalid);
  });

  it.each([[['agents read']], [['a', 'a']], [['']], [[1]], ['a'], [null], [{}], [['"']]])(
    'the permissions %j',
    (permissions) => {
      expect(() => make({ ...right, permissions })).toThrow(invalid);
    },
  );

  it.each([
    [null],
    [{}],
    [{ keys: [] }],
    [{ keys: [new Uint8Array(16)] }],
    ['secret'],
    [[new Uint8Array(32)]],
  ])('the check keys %j', (checkKeys) => {
    expect(() => make({ ...right, checkKeys })).toThrow(invalid);
  });

  it.each([
    [{ hashQueueLength: 0 }],
    [{ hashQueueLength: -1 }],
    [{ ownerDeadlineMs: 1.5 }],
    [{ ownerDeadlineMs: '2000' }],
    [{ ownerDeadlineMs: null }],
    [{ ownerDeadlineMs: Number.POSITIVE_INFINITY }],
    [{ closeDeadlineMs: 2 ** 31 }],
    [{ useWriteIntervalMs: -1 }],
    [{ queueLength: 5 }],
    [{ constructor: 5 }],
    ['none'],
    [5],
    [null],
  ])('the limits %j', (limits) => {
    expect(() => make({ ...right, limits })).toThrow(invalid);
  });

  it.each([
    [{ user: 0 }],
    [{ user: -1 }],
    [{ user: 1.5 }],
    [{ user: 10_001 }],
    [{ user: '25' }],
    [{ user: null }],
    [{ user: Number.NaN }],
    [{ user: Number.POSITIVE_INFINITY }],
    [{ robot: 25 }],
    [{ constructor: 25 }],
    [[25]],
    [25],
    ['25'],
    [null],
  ])('the caps %j', (caps) => {
    expect(() => make({ ...right, caps })).toThrow(invalid);
  });

  it('a cap that is too high, or of a kind that is not declared, with what to change', () => {
    const cap = { ...right, caps: { user: 10_001 } };
    expect(() => make(cap)).toThrow('caps.user must be a whole number from 1 to 10000; got 10001');
    const kind = { ...right, caps: { robot: 1 } };
    expect(() => make(kind)).toThrow('caps: unknown option robot; the options are user, team');
  });

  it('a useWriteIntervalMs that is too large, but not for 0, its minimum', () => {
    expect(() => make({ ...right, limits: { useWriteIntervalMs: 0 } })).not.toThrow();
    const message = 'limits.useWriteIntervalMs must be a whole number from 0 to 2147483647';
    expect(() => make({ ...right, limits: { useWriteIntervalMs: 2 ** 31 } })).toThrow(message);
  });

  it.each([0, 2 ** 31, Number.POSITIVE_INFINITY])(
    'a limit of %d, with a message that gives the minimum and the maximum',
    (ms) => {
      const limits = { closeDeadlineMs: ms };
      const message = 'limits.closeDeadlineMs must be a whole number from 1 to 2147483647';
      expect(() => make({ ...right, limits })).toThrow(message);
      expect(() => make({ ...right, limits: { closeDeadlineMs: 2_147_483_647 } })).not.toThrow();
    },
  );
});
