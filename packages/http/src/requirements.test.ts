import { describe, expect, it } from 'vitest';
import { service } from '../test-support/service.js';
import { readRequirement } from './requirements.js';

const { keys } = await service();
const invalid = (message: RegExp) =>
  expect.objectContaining({ code: 'ERR_INVALID_CONFIG', message: expect.stringMatching(message) });

describe('readRequirement', () => {
  it('readRequirement throws for a requirement without names, which would let everyone in', () => {
    expect(() => readRequirement(keys, { scopes: [] })).toThrow(invalid(/at least one/));
    expect(() => readRequirement(keys, { kinds: [] })).toThrow(invalid(/at least one/));
    expect(() => readRequirement(keys, {})).toThrow(invalid(/at least one/));
  });

  it('readRequirement throws for names that are not declared', () => {
    expect(() => readRequirement(keys, { scopes: ['agents:delete' as 'agents:read'] })).toThrow(
      invalid(/agents:delete/),
    );
    expect(() => readRequirement(keys, { kinds: ['__proto__' as 'user'] })).toThrow(invalid(/__proto__/));
  });

  it('readRequirement throws for anything but what createApiKeys returned', () => {
    for (const other of [undefined, {}, { ...keys, kinds: undefined }, { ...keys, emit: undefined }])
      expect(() => readRequirement(other as never, { scopes: ['agents:read'] } as never)).toThrow(
        invalid(/createApiKeys returned/),
      );
  });

  it('a requirement does not change if the caller changes the list later', () => {
    const scopes: 'agents:read'[] = ['agents:read'];
    const requirement = readRequirement(keys, { scopes });
    scopes.length = 0;
    expect(requirement.scopes).toEqual(['agents:read']);
    expect(Object.isFrozen(requirement) && Object.isFrozen(requirement.scopes)).toBe(true);
  });
});
