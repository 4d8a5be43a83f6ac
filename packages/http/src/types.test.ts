import type { ApiKeys, Principal } from '@postern/core';
import { expectTypeOf, it } from 'vitest';
import { type Authenticator, authenticator } from './authenticator.js';
import { readRequirement } from './requirements.js';

declare const keys: ApiKeys<'user' | 'team', 'agents:read' | 'agents:write'>;
declare const principal: Principal;
declare const anyNames: ApiKeys<'user', string>;

/** Compiled but never run: each line must compile, or must not. */
export async function names(): Promise<void> {
  authenticator(keys, { kinds: ['user'], scopes: ['agents:read'] });
  // @ts-expect-error not a declared permission
  authenticator(keys, { scopes: ['agents:delete'] });
  // @ts-expect-error not a declared kind
  authenticator(keys, { kinds: ['robot'] });
  // @ts-expect-error no such header
  authenticator(keys, { headers: ['cookie'] });
  // @ts-expect-error no such option
  authenticator(keys, { scope: ['agents:read'] });
  authenticator(keys, { resourceMetadata: 'https://api.example.com/metadata' });
  // @ts-expect-error a text, because a URL may be changed later
  authenticator(keys, { resourceMetadata: new URL('https://api.example.com/metadata') });
  authenticator(keys, {
    realm: undefined,
    resourceMetadata: undefined,
    headers: undefined,
    preflight: undefined,
  });
  authenticator(anyNames, { scopes: ['whatever'] });

  const { authorize } = authenticator(keys);
  authorize(principal, readRequirement(keys, { kinds: ['user'], scopes: ['agents:read'] }));
  // @ts-expect-error not a declared permission
  readRequirement(keys, { scopes: ['agents:delete'] });
  // @ts-expect-error not a declared kind
  readRequirement(keys, { kinds: ['robot'] });
  // @ts-expect-error no such requirement
  readRequirement(keys, { scope: ['agents:read'] });
  readRequirement(anyNames, { scopes: ['whatever'] });
  // @ts-expect-error these names have not been checked
  authorize(principal, { scopes: ['agents:read'] });
  // @ts-expect-error it can't be changed
  readRequirement(keys, { kinds: ['user'] }).kinds = [];

  await keys.verify('', { kinds: ['team'], scopes: ['agents:write'] });
  // @ts-expect-error not a declared permission
  await keys.verify('', { scopes: ['agents:delete'] });
  // @ts-expect-error not a declared kind
  await keys.verify('', { kinds: ['robot'] });

  const ada = { kind: 'user', id: 'ada' } as const;
  await keys.issue({ owner: ada, actor: ada, name: 'CI', scopes: ['agents:read'] });
  // @ts-expect-error not a declared permission
  await keys.issue({ owner: ada, actor: ada, name: 'CI', scopes: ['agents:delete'] });
  // @ts-expect-error not a declared kind
  await keys.issue({ owner: { kind: 'robot', id: 'r2' }, actor: ada, name: 'CI' });
}

it('an authenticator has the same type, whatever names are declared', () => {
  expectTypeOf(authenticator<'user', 'agents:read'>).returns.toEqualTypeOf<Authenticator>();
});
