import { createApiKeys, eachOwner } from '@postern/core';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import { describe, expect, it } from 'vitest';
import { service } from '../test-support/service.js';
import { authenticator } from './authenticator.js';

const { keys } = await service();
const invalid = (message: RegExp) =>
  expect.objectContaining({ code: 'ERR_INVALID_CONFIG', message: expect.stringMatching(message) });

/** Creates an authenticator as plain JavaScript could, without a compiler. */
const make = (options: unknown) => () => authenticator(keys, options as never);

describe('authenticator', () => {
  it.each([
    [{ realm: '' }, /realm/],
    [{ realm: 'a"b' }, /realm/],
    [{ realm: 'a\\b' }, /realm/],
    [{ realm: 'a\r\nb' }, /realm/],
    [{ realm: 'é' }, /realm/],
    [{ realm: 'a'.repeat(101) }, /realm/],
    [{ realm: 7 }, /realm/],
    [{ resourceMetadata: '' }, /resourceMetadata must be an absolute https URL/],
    [{ resourceMetadata: '/.well-known/oauth-protected-resource' }, /resourceMetadata/],
    [{ resourceMetadata: 'http://api.example.com/metadata' }, /resourceMetadata/],
    [{ resourceMetadata: 'http://localhost.example.com/metadata' }, /resourceMetadata/],
    [{ resourceMetadata: 'ftp://localhost/metadata' }, /resourceMetadata/],
    [{ resourceMetadata: 'https:api.example.com/metadata' }, /resourceMetadata/],
    [{ resourceMetadata: 'https://api.example.com/"metadata' }, /resourceMetadata/],
    [{ resourceMetadata: 'https://api.example.com/a\\b' }, /resourceMetadata/],
    [{ resourceMetadata: 'https://api.example.com/a b' }, /resourceMetadata/],
    [{ resourceMetadata: 'https://api.example.com/a\r\nb' }, /resourceMetadata/],
    [{ resourceMetadata: ' https://api.example.com/metadata' }, /resourceMetadata/],
    [{ resourceMetadata: 'https://api.example.com/metadata\n' }, /resourceMetadata/],
    [{ resourceMetadata: 'https://api.example.com/é' }, /resourceMetadata/],
    [{ resourceMetadata: 'https://api.example.com/metadata#' }, /resourceMetadata/],
    [{ resourceMetadata: 'https://user:password@api.example.com/metadata' }, /resourceMetadata/],
    [{ resourceMetadata: 'https://user@api.example.com/metadata' }, /resourceMetadata/],
    [{ resourceMetadata: new URL('https://api.example.com/metadata') }, /resourceMetadata/],
    [{ resourceMetadata: null }, /resourceMetadata/],
    [{ headers: [] }, /headers/],
    [{ headers: ['cookie'] }, /headers/],
    [{ headers: ['Authorization'] }, /headers/],
    [{ headers: ['authorization', 'cookie'] }, /headers/],
    [{ headers: 'authorization' }, /headers/],
    [{ kinds: [] }, /kinds/],
    [{ kinds: ['robot'] }, /kinds .*robot/],
    [{ kinds: 'user' }, /kinds/],
    [{ scopes: ['agents:delete'] }, /scopes .*agents:delete/],
    [{ scopes: ['agents:read', 7] }, /scopes/],
    [{ scopes: 'agents:read' }, /scopes/],
    [{ preflight: 'yes' }, /preflight/],
    [{ removeCredential: 'yes' }, /removeCredential/],
    [{ onRefused: {} }, /onRefused/],
    [{ header: ['x-api-key'] }, /unknown option header; the options are realm, resourceMetadata, headers/],
    [null, /options/],
    ['api', /options/],
    [[], /options/],
  ])('throws for the options %j', (options, message) => {
    expect(make(options)).toThrow(invalid(message));
  });

  it.each([
    {},
    undefined,
    {
      realm: undefined,
      resourceMetadata: undefined,
      headers: undefined,
      kinds: undefined,
      scopes: undefined,
      preflight: undefined,
      relm: undefined,
    },
    {
      realm: "a's API: 1",
      headers: ['x-api-key', 'x-api-key'],
      kinds: ['user'],
      scopes: [],
      preflight: true,
    },
    { resourceMetadata: 'https://api.example.com/.well-known/oauth-protected-resource/mcp?tenant=a,b' },
    { resourceMetadata: 'http://localhost:8080/metadata' },
    { resourceMetadata: 'http://127.0.0.1/metadata' },
    { resourceMetadata: 'http://[::1]:8080/metadata' },
  ])('accepts the options %j', (options) => expect(make(options)).not.toThrow());

  it.each([undefined, null, {}, { verify() {}, authorize() {}, emit() {} }, 'keys'])(
    'throws for keys that createApiKeys did not return: %j',
    (other) => expect(() => authenticator(other as never)).toThrow(invalid(/createApiKeys/)),
  );

  it('accepts any permission if none are declared, but no text that would break a challenge', () => {
    const undeclared = createApiKeys({
      repository: memoryKeyRepository(),
      hasher: insecureHasher(),
      owners: eachOwner(() => undefined),
    });
    expect(() => authenticator(undeclared, { scopes: ['anything'] })).not.toThrow();
    expect(() => authenticator(undeclared, { scopes: ['a"b'] })).toThrow(invalid(/scopes/));
  });
});
