import { describe, expectTypeOf, it } from 'vitest';
import { ada, service } from '../test-support/service.js';
import {
  type ApiKeys,
  createApiKeys,
  type IssuedKey,
  isPosternError,
  type KeyId,
  type Refusal,
  type RefusalReason,
  type RotatedKey,
  type Verification,
} from './index.js';
import type { EncodedHash, StoredKey } from './ports.js';

// `tsc -p tsconfig.tests.json` does the checking here. Functions that must not compile are never called.

const { keys, repository, hasher, owners } = service();
type Permission = 'agents:read' | 'agents:write' | 'models:use';

describe('declared kinds and permissions', () => {
  it('are inferred from the configuration', () => {
    expectTypeOf(keys).toEqualTypeOf<ApiKeys<'user' | 'team', Permission>>();
    expectTypeOf(keys.kinds).toEqualTypeOf<readonly ('user' | 'team')[]>();
    expectTypeOf(keys.permissions).toEqualTypeOf<readonly Permission[] | undefined>();
  });

  it('default to user and team, and to any permission', () => {
    expectTypeOf(createApiKeys({ repository, hasher, owners })).toEqualTypeOf<
      ApiKeys<'user' | 'team', string>
    >();
  });

  it('keep an undeclared kind from compiling in lifetimes, which do not declare any', () => {
    const parts = { repository, hasher, owners };
    const limited = createApiKeys({ ...parts, lifetimes: { user: { maxMs: 1 } } });
    expectTypeOf(limited).toEqualTypeOf<ApiKeys<'user' | 'team', string>>();
    expectTypeOf(limited.lifetimes.team.maxMs).toEqualTypeOf<number | undefined>();
    // @ts-expect-error: not declared
    void (() => createApiKeys({ ...parts, kinds: ['robot'], lifetimes: { robot: {}, user: {} } }));
    // @ts-expect-error: not one of the defaults
    void (() => createApiKeys({ ...parts, lifetimes: { robot: { maxMs: 1 } } }));
  });

  it('keep an undeclared scope from compiling in issue', () => {
    const request = { owner: ada, actor: ada, name: 'x' };
    void (() => keys.issue({ ...request, scopes: ['agents:read'] }));
    // @ts-expect-error: not declared
    void (() => keys.issue({ ...request, scopes: ['agents:reed'] }));
    // @ts-expect-error: not declared, next to one that is
    void (() => keys.issue({ ...request, scopes: ['agents:read', '*'] }));
  });

  it('keep an undeclared scope from compiling in verify and authorize', () => {
    void (() => keys.verify('t', { scopes: ['agents:read'] }));
    // @ts-expect-error: not declared
    void (() => keys.verify('t', { scopes: ['agents:reed'] }));
    // @ts-expect-error: not declared
    void ((principal: never) => keys.authorize(principal, { scopes: ['agents:reed'] }));
  });

  it('keep an undeclared kind from compiling anywhere', () => {
    const owner = { kind: 'robot', id: 'r2' } as const;
    // @ts-expect-error: not declared
    void (() => keys.issue({ owner, actor: ada, name: 'x' }));
    // @ts-expect-error: not declared
    void (() => keys.verify('t', { kinds: ['robot'] }));
    // @ts-expect-error: not declared
    void (() => keys.list({ owner, actor: ada }));
    // @ts-expect-error: not declared
    void (() => keys.revoke('k', { owner, actor: ada }));
    // @ts-expect-error: not declared
    void (() => keys.get('k', { owner, actor: ada }));
    // @ts-expect-error: not declared
    void (() => keys.rename('k', { owner, actor: ada, name: 'x' }));
    // @ts-expect-error: not declared
    void (() => keys.disable('k', { owner, actor: ada, reason: 'x' }));
    // @ts-expect-error: not declared
    void (() => keys.enable('k', { owner, actor: ada }));
    // @ts-expect-error: not declared
    void (() => keys.rotate('k', { owner, actor: ada }));
    // @ts-expect-error: not declared
    void (() => keys.revokeAll({ owner, actor: ada, reason: 'x' }));
    // @ts-expect-error: not declared
    void (() => keys.history({ owner, actor: ada }));
    void (() => keys.listAll({ actor: ada, kinds: ['user', 'team'] }));
    // @ts-expect-error: not declared
    void (() => keys.listAll({ actor: ada, kinds: ['robot'] }));
    // @ts-expect-error: not declared, next to one that is
    void (() => keys.listAll({ actor: ada, kinds: ['user', 'robot'] }));
  });

  it('keep an owner out of what concerns the keys of all owners', () => {
    // @ts-expect-error: it lists those of all
    void (() => keys.listAll({ actor: ada, owner: ada }));
    // @ts-expect-error: it disables those of all
    void (() => keys.disableUnused({ actor: ada, unusedSince: new Date(), owner: ada }));
    // @ts-expect-error: the ID of a person, not an owner
    void (() => keys.affectedBy(ada, { actor: ada }));
    // @ts-expect-error: a team creates no keys
    void (() => keys.listAll({ actor: ada, createdBy: { kind: 'team', id: 'platform' } }));
  });

  it('are the only ones that can have a cap, and a cap declares none', () => {
    const parts = { repository, hasher, owners };
    expectTypeOf(createApiKeys({ ...parts, caps: { user: 25 } }).kinds).toEqualTypeOf<
      readonly ('user' | 'team')[]
    >();
    void (() => createApiKeys({ ...parts, kinds: ['robot'], caps: { robot: 25 } }));
    // @ts-expect-error: not declared
    void (() => createApiKeys({ ...parts, kinds: ['robot'], caps: { user: 25 } }));
  });

  it('are the only ones that can have prefixes, and prefixes declare none', () => {
    const parts = { repository, hasher, owners };
    const own = { prefixes: { user: 'acme_user' }, retiredPrefixes: { user: ['user'] } };
    expectTypeOf(createApiKeys({ ...parts, ...own }).kinds).toEqualTypeOf<readonly ('user' | 'team')[]>();
    void (() => createApiKeys({ ...parts, kinds: ['robot'], prefixes: { robot: 'acme_robot' } }));
    // @ts-expect-error: not declared
    void (() => createApiKeys({ ...parts, kinds: ['robot'], prefixes: { user: 'acme_user' } }));
    // @ts-expect-error: not declared
    void (() => createApiKeys({ ...parts, kinds: ['robot'], retiredPrefixes: { user: ['user'] } }));
    // @ts-expect-error: not declared
    void (() => createApiKeys({ ...parts, prefixes: { robot: 'acme_robot' } }));
    // @ts-expect-error: only a date ends a prefix
    void (() => createApiKeys({ ...parts, retiredPrefixes: { user: [{ prefix: 'old', until: '2027' }] } }));
  });

  it('can be passed where any kinds and permissions are accepted', () => {
    expectTypeOf(keys).toExtend<ApiKeys>();
    expectTypeOf<ApiKeys<'robot', 'beep'>>().toExtend<ApiKeys>();
  });

  it('come with an actor in every request', () => {
    // @ts-expect-error: no actor
    void (() => keys.issue({ owner: ada, name: 'x' }));
    // @ts-expect-error: no actor
    void (() => keys.revoke('k', {}));
    // @ts-expect-error: no actor
    void (() => keys.purge({ revokedBefore: new Date() }));
    // @ts-expect-error: no actor
    void (() => keys.listAll({}));
    // @ts-expect-error: no actor
    void (() => keys.disableUnused({ unusedSince: new Date() }));
    // @ts-expect-error: no reason
    void (() => keys.disable('k', { actor: ada }));
    // @ts-expect-error: no reason
    void (() => keys.revokeAll({ owner: ada, actor: ada }));
    // @ts-expect-error: an owner is not an actor
    void (() => keys.get('k', { actor: { kind: 'team', id: 'platform' } }));
    // @ts-expect-error: a key acts with its owner and permissions
    void ((id: KeyId) => keys.get('k', { actor: { kind: 'key', id } }));
  });
});

describe('a verification', () => {
  it('has a principal or a reason, never both', () => {
    void ((result: Verification) => {
      if (result.ok) expectTypeOf(result).not.toHaveProperty('reason');
      else expectTypeOf(result).not.toHaveProperty('principal');
    });
    // @ts-expect-error: not before `ok` was checked
    void ((result: Verification) => result.principal);
  });

  it('has retryAfterMs only if overloaded, and required only if a scope is missing', () => {
    type With<Reason extends RefusalReason> = Extract<Refusal, { readonly reason: Reason }>;
    expectTypeOf<Extract<Refusal, { readonly retryAfterMs: number }>>().toEqualTypeOf<With<'overloaded'>>();
    expectTypeOf<Extract<Refusal, { readonly required: unknown }>>().toEqualTypeOf<
      With<'insufficient_scope'>
    >();
    expectTypeOf<Extract<Refusal, { readonly allowed: unknown }>>().toEqualTypeOf<With<'wrong_kind'>>();
  });

  it('narrows by its reason', () => {
    void ((result: Verification<'user' | 'team', Permission>) => {
      if (result.ok) return;
      // @ts-expect-error: not for every reason
      void result.retryAfterMs;
      if (result.reason === 'overloaded') expectTypeOf(result.retryAfterMs).toBeNumber();
      if (result.reason === 'insufficient_scope') {
        expectTypeOf(result.required).toEqualTypeOf<readonly Permission[]>();
      }
      if (result.reason === 'wrong_kind')
        expectTypeOf(result.allowed).toEqualTypeOf<readonly ('user' | 'team')[]>();
    });
  });

  it('has the permissions as they come from the directory: plain strings', () => {
    void ((result: Verification<'user', Permission>) => {
      if (result.ok) expectTypeOf(result.principal.permissions).toEqualTypeOf<readonly string[]>();
    });
  });

  it('has to be awaited', () => {
    // @ts-expect-error: a promise has no `ok`
    void (() => keys.verify('t').ok);
  });
});

describe('the result of issue or rotate', () => {
  it('has a token to read or destructure, but not when it is spread', () => {
    void ((issued: IssuedKey, rotated: RotatedKey) => {
      for (const { token } of [issued, rotated]) expectTypeOf(token).toBeString();
      const spread = [{ ...issued }, { ...rotated }] as const;
      for (const copy of spread) expectTypeOf(copy).not.toHaveProperty('token');
      expectTypeOf(spread[0]).toHaveProperty('key');
      expectTypeOf(spread[1]).toHaveProperty('previous');
    });
  });
});

describe('brands and readonly data', () => {
  it('keep a string from passing for a key ID or a hash, and these two for each other', () => {
    expectTypeOf<string>().not.toExtend<KeyId>();
    expectTypeOf<string>().not.toExtend<EncodedHash>();
    expectTypeOf<KeyId>().not.toExtend<EncodedHash>();
    expectTypeOf<EncodedHash>().not.toExtend<KeyId>();
    expectTypeOf<KeyId>().toExtend<string>();
  });

  it('keep the hash out of records that may be shown', () => {
    expectTypeOf<StoredKey['key']>().not.toHaveProperty('hash');
    expectTypeOf<IssuedKey['key']>().toEqualTypeOf<StoredKey['key']>();
  });

  it('keep a caller from changing what it received', () => {
    void (({ key }: IssuedKey) => {
      // @ts-expect-error: readonly
      key.name = 'x';
      // @ts-expect-error: readonly
      key.scopes?.push('admin');
    });
  });
});

describe('an error', () => {
  it('narrows by its code', () => {
    void ((error: unknown) => {
      if (!isPosternError(error)) return;
      if (error.code === 'ERR_OVERLOADED') expectTypeOf(error.retryAfterMs).toBeNumber();
      if (error.code === 'ERR_SCOPES_NOT_GRANTED')
        expectTypeOf(error.scopes).toEqualTypeOf<readonly string[]>();
      if (error.code === 'ERR_TOO_MANY_KEYS') expectTypeOf(error.limit).toBeNumber();
      // @ts-expect-error: only an overloaded one has it
      if (error.code === 'ERR_FORBIDDEN') error.retryAfterMs;
    });
  });
});
