import { expect, it } from 'vitest';
import { insecureHasher } from '../testing/index.js';
import { guardedHasher } from './guarded-hasher.js';

const token = `user.${'k'.repeat(16)}${'s'.repeat(43)}${'c'.repeat(6)}`;
const secret = 's'.repeat(43);

it.each([
  ['the token', token],
  ['its secret', `$plain$${secret}`],
  ['nothing', ''],
  ['a number', 42],
  ['a string of 513 characters', 'x'.repeat(513)],
  ['a string that is not ASCII', '$plain$é'],
])('F15 it is a fault if a hasher returns %s, and nothing is stored', async (_what, hash) => {
  const hasher = guardedHasher({ ...insecureHasher(), hash: async () => hash as never });
  await expect(hasher.hash(token)).rejects.toMatchObject({ code: 'ERR_HASHER_UNAVAILABLE' });
});
