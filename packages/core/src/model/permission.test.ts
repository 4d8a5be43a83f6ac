import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectivePermissions, isPermission, missingFrom } from './permission.js';

describe('isPermission', () => {
  it.each(['agents:read', 'a', '!', '*', 'https://example.com/scope?x=[1]', 'a'.repeat(64)])(
    'accepts %s',
    (name) => {
      expect(isPermission(name)).toBe(true);
    },
  );

  it.each([
    '',
    'agents read',
    'agents"read',
    'agents\\read',
    'agents:read\n',
    'agénts',
    'a'.repeat(65),
    `user.${'a'.repeat(65)}`,
    1,
    null,
  ])('refuses %j', (name) => {
    expect(isPermission(name)).toBe(false);
  });

  it('accepts exactly the scope-token characters of RFC 6749 §3.3 among single bytes', () => {
    const taken = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).filter(isPermission);
    expect(taken).toHaveLength(0x7e - 0x21 + 1 - 2);
    expect(taken).not.toContain('"');
    expect(taken).not.toContain('\\');
  });

  it.each(['__proto__', 'constructor', 'hasOwnProperty'])('T09 treats %s like any other name', (name) => {
    expect(isPermission(name)).toBe(true);
  });
});

describe('effectivePermissions', () => {
  it('are all permissions of the owner if the key is not narrowed', () => {
    expect(effectivePermissions(['a', 'b'], null)).toEqual(['a', 'b']);
  });

  it('are none if the scopes are an empty list', () => {
    expect(effectivePermissions(['a', 'b'], [])).toEqual([]);
  });

  it('are those that the owner and the scopes have in common', () => {
    expect(effectivePermissions(['a', 'b'], ['b', 'c'])).toEqual(['b']);
  });

  it('T09 include nothing that objects inherit', () => {
    expect(effectivePermissions(['a'], ['constructor', '__proto__'])).toEqual([]);
    expect(effectivePermissions(['constructor'], ['constructor'])).toEqual(['constructor']);
  });

  it('never exceed the owner or the scopes', () => {
    const names = fc.array(fc.constantFrom('a', 'b', 'c', '*', '__proto__'));
    fc.assert(
      fc.property(names, names, (granted, scopes) => {
        for (const name of effectivePermissions(granted, scopes)) {
          expect(granted).toContain(name);
          expect(scopes).toContain(name);
        }
      }),
      { seed: 1, numRuns: 1_000 },
    );
  });
});

describe('missingFrom', () => {
  it('returns each permission that is not granted, once', () => {
    expect(missingFrom(['a', 'b', 'b'], ['a'])).toEqual(['b']);
  });

  it('compares names exactly: no wildcard, no prefix, no case', () => {
    const wanted = ['agents:read', 'agents', 'AGENTS:*'];
    expect(missingFrom(wanted, ['agents:*'])).toEqual(wanted);
  });
});
