import { expect, it } from 'vitest';
import { isSecureUrl } from './secure-url.js';

it.each([
  'https://api.example.com',
  'https://10.0.0.1:8443/keys?a=b',
  'http://localhost:8080/mcp',
  'http://127.0.0.1',
  'http://[::1]:8080/',
])('%s is secure', (url) => {
  expect(isSecureUrl(url)).toBe(true);
});

it.each([
  '',
  '/mcp',
  'api.example.com',
  'http://api.example.com',
  'http://localhost.example.com',
  'ftp://localhost/',
  'https://',
  undefined,
  new URL('https://api.example.com'),
])('%s is not', (value) => {
  expect(isSecureUrl(value)).toBe(false);
});
