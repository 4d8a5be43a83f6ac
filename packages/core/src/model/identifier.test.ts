import { expect, it } from 'vitest';
import { requireIdentifier } from '../use-cases/parse-request.js';

it.each([
  'ada',
  'a',
  '0',
  'ada@example.com',
  ' ada ',
  'a'.repeat(255),
  'Ünïcödé 🔑',
  '__proto__',
  'constructor',
])('requireIdentifier accepts %s as it is', (id) => {
  expect(requireIdentifier(id, 'owner.id')).toBe(id);
});

it.each(['', 'a'.repeat(256), 'a\0', 'a\n', 'a\u0085', '\ud83d', 1, null, undefined, {}])(
  'requireIdentifier refuses %j',
  (id) => {
    const refused = expect.objectContaining({
      code: 'ERR_INVALID_ARGUMENT',
      message: expect.stringMatching(/^owner\.id /),
    });
    expect(() => requireIdentifier(id, 'owner.id')).toThrow(refused);
  },
);
