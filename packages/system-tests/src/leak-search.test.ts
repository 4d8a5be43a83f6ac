import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { leakSearch } from './leak-search.js';

const secret = 'f3Kd81LmQz0pRt6VbN2xYc7HsWj4Gu9aEo5iTlPq1Zd';
const token = `user.0123456789abcdef${secret}012345`;
const search = leakSearch([token]);
const around = (planted: string | Buffer) =>
  Buffer.concat([Buffer.alloc(1_000, 'x y'), Buffer.from(planted), Buffer.alloc(1_000, 'z\n')]);

describe('leakSearch finds', () => {
  const piece = secret.slice(20, 32);
  it.each<[string, string | Buffer]>([
    ['the whole token', token],
    ['a piece of 12 characters', piece],
    ['a piece in hexadecimal', Buffer.from(piece).toString('hex')],
    [
      'a piece in upper-case hexadecimal at an odd place',
      `0${Buffer.from(piece).toString('hex').toUpperCase()}`,
    ],
    ['a token in base64', Buffer.from(token).toString('base64')],
    ['a token in base64 after one byte', Buffer.from(`a${token}`).toString('base64')],
    ['a token in base64url after two bytes', Buffer.from(`ab${token}`).toString('base64url')],
    ['a percent-encoded token', token.replace(/./g, (one) => `%${one.charCodeAt(0).toString(16)}`)],
    ['the head of a SHA-256', createHash('sha256').update(token).digest().subarray(0, 8)],
    ['the tail of a SHA-512 of the secret', createHash('sha512').update(secret).digest().subarray(-8)],
    ['the head of a SHA-256 in hexadecimal', createHash('sha256').update(token).digest('hex').slice(0, 16)],
    ['a BLAKE2 in base64', createHash('blake2b512').update(token).digest('base64')],
  ])('%s', (_what, planted) => {
    expect(search(around(planted))).toMatchObject({ token });
  });
});

it('finds nothing if nothing was planted', () => {
  expect(search(around('user.0123456789abcdef and a piece of 11 f3Kd81LmQz0'))).toBeUndefined();
});
