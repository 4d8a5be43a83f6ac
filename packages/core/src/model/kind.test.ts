import { expect, it } from 'vitest';
import { isKind } from '../config.js';

it.each(['user', 'team', 'a', 'a1', 'a'.repeat(16), 'constructor'])('isKind accepts %s', (kind) => {
  expect(isKind(kind)).toBe(true);
});

it.each(['', 'User', '1a', 'a-b', 'a.b', 'a b', 'user\n', 'a'.repeat(17), 'usér', '__proto__', 1, undefined])(
  'isKind refuses %j',
  (kind) => {
    expect(isKind(kind)).toBe(false);
  },
);
