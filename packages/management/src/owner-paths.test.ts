import { createApiKeys, eachOwner } from '@postern/core';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { deployBot, platform, send, service, settings, withServices } from '../test-support/settings.js';
import { defaultOwnerPaths, managementHandler, type OwnerPaths, pathOfOwner } from './index.js';
import { operations } from './operations.js';
import { readOwnerPaths } from './owner-paths.js';

describe('the kinds that have paths', () => {
  const handlerFor = <Kind extends string>(...kinds: readonly Kind[]) => {
    const owners = eachOwner(() => ({ active: true, permissions: [] }));
    const keys = createApiKeys({
      kinds,
      owners,
      repository: memoryKeyRepository(),
      hasher: insecureHasher(),
    });
    return (given?: OwnerPaths) => {
      const host = { authenticate: () => null, ownersOf: () => [] };
      return managementHandler(keys, given ? { ...host, ownerPaths: given as OwnerPaths<Kind> } : host);
    };
  };
  const documentOf = async (handler: ReturnType<ReturnType<typeof handlerFor>>) =>
    (await handler(new Request('http://localhost/openapi.json'))).text();

  it('are by default those of a person and a team', async () => {
    const withDefaults = handlerFor('user', 'team', 'service');
    expect(await documentOf(withDefaults(defaultOwnerPaths))).toBe(await documentOf(withDefaults()));
  });

  it('are by default only those that the service declares', async () => {
    const { paths, tags } = JSON.parse(await documentOf(handlerFor('user')()));
    expect(Object.keys(paths).filter((path) => !path.startsWith('/user/'))).toEqual([]);
    expect(tags.map(({ name }: { name: string }) => name)).toEqual(['User keys']);
  });

  it('need a path if none of them has a default', () => {
    expect(() => handlerFor('service')()).toThrow(
      'ownerPaths must have a path for at least one of the kinds service',
    );
    expect(() => handlerFor('service')({ service })).not.toThrow();
  });

  it('leave out a default that is set to undefined', async () => {
    const { paths } = JSON.parse(
      await documentOf(handlerFor('user', 'team')({ ...defaultOwnerPaths, team: undefined })),
    );
    expect(Object.keys(paths).filter((path) => !path.startsWith('/user/'))).toEqual([]);
  });
});

it('a kind that the service does not declare does not compile', () => {
  const keys = createApiKeys({
    kinds: ['user', 'service'],
    permissions: ['agents:read'],
    owners: eachOwner(() => ({ active: true, permissions: [] })),
    repository: memoryKeyRepository(),
    hasher: insecureHasher(),
  });
  const host = { authenticate: () => null, ownersOf: () => [] };
  expect(() => managementHandler(keys, { ...host, ownerPaths: { service } })).not.toThrow();
  // @ts-expect-error `bot` is not declared
  expect(() => managementHandler(keys, { ...host, ownerPaths: { bot: service } })).toThrow('ownerPaths.bot');
});

describe('the document of a service with service accounts', () => {
  const documentOf = async () =>
    (await send(withServices(), 'GET /openapi.json', { as: null })).body as {
      readonly tags: readonly { readonly name: string }[];
      readonly paths: Readonly<
        Record<
          string,
          Readonly<
            Record<
              string,
              {
                readonly operationId: string;
                readonly tags: readonly string[];
                readonly parameters: readonly { readonly name: string; readonly in: string }[];
              }
            >
          >
        >
      >;
    };

  it('is valid OpenAPI, with IDs by kind and a tag by title', async () => {
    const document = await documentOf();
    expect(await new Validator().validate(structuredClone(document))).toEqual({ valid: true });
    const described = Object.values(document.paths).flatMap((path) => Object.values(path));
    const ids = described.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(operations.length * 3);
    expect(ids).toEqual(expect.arrayContaining(['listServiceKeys', 'createServiceKey', 'getServiceHistory']));
    expect(document.tags.map(({ name }) => name)).toEqual(['User keys', 'Team keys', 'Service accounts']);
    expect(described.filter(({ tags }) => tags[0] === 'Service accounts')).toHaveLength(operations.length);
  });

  it('describes the parameter that is the ID of the owner', async () => {
    const { paths } = await documentOf();
    expect(paths['/services/{id}/keys/{keyId}']?.delete?.parameters).toMatchObject([
      {
        name: 'id',
        in: 'path',
        required: true,
        description: 'The ID of an owner of kind `service` in this service.',
      },
      { name: 'keyId', in: 'path', required: true },
      { name: 'If-Match', in: 'header' },
    ]);
  });
});

describe('the path of an owner', () => {
  it('has its ID, percent-encoded', () => {
    expect(pathOfOwner({ kind: 'user', id: 'ada' })).toBe('/user');
    expect(pathOfOwner({ kind: 'team', id: "a/b $& '" })).toBe("/teams/a%2Fb%20%24%26%20'");
    expect(pathOfOwner(deployBot, { service })).toBe('/services/deploy-bot');
  });

  it.each(['service', 'constructor', '__proto__'])('throws if there is none for its kind: %s', (kind) => {
    expect(() => pathOfOwner({ kind, id: 'x' })).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_CONFIG',
        message: `ownerPaths has no path for owners of kind ${kind}`,
      }),
    );
  });
});

describe('ownerPaths that are refused when the handler is created', () => {
  const at = (path: unknown, title: unknown = 'Service accounts') => ({ service: { path, title } });
  it.each<[string, unknown, RegExp]>([
    ['null', null, /^ownerPaths must be an object, such as \{ service/],
    ['a list', [], /^ownerPaths must be an object/],
    ['no kinds', {}, /^ownerPaths must have a path for at least one of the kinds user, team, service$/],
    [
      'an undeclared kind',
      { bot: service },
      /^ownerPaths\.bot: the service does not declare this kind; its kinds are/,
    ],
    ['a path alone', { service: '/services/{id}' }, /^ownerPaths\.service: the options must be an object/],
    ['an unknown option', { service: { ...service, id: 'id' } }, /^ownerPaths\.service: unknown option id;/],
    ['no path', at(undefined), /^ownerPaths\.service\.path must be like/],
    ['an empty path', at(''), /path must be like/],
    ['no slash at the start', at('services/{id}'), /path must be like/],
    ['a slash at the end', at('/services/{id}/'), /path must be like/],
    ['an empty part', at('/services//{id}'), /path must be like/],
    ['a part that clients resolve', at('/services/../{id}'), /path must be like/],
    ['a part that is partly a parameter', at('/services/s-{id}'), /path must be like/],
    ['the syntax of the router', at('/services/:id'), /path must be like/],
    ['a parameter at the start', at('/{id}'), /path must be like/],
    ['a query', at('/services?id={id}'), /path must be like/],
    ['an encoded part', at('/s%2Fs/{id}'), /path must be like/],
    ['two parameters', at('/services/{org}/{id}'), /path must have at most one \{parameter\}$/],
    ['the parameter of keys', at('/services/{keyId}'), /path must not have the parameter \{keyId\}/],
    [
      'the path of the document',
      at('/openapi.json'),
      /path must not start with \/openapi\.json: it is taken$/,
    ],
    ['the path of offers', at('/offers/{id}'), /path must not start with \/offers/],
    ['the path of assets', at('/assets/{id}'), /path must not start with \/assets/],
    ['no title', at('/services/{id}', null), /^ownerPaths\.service\.title must be 1 to 100 characters/],
    ['a blank title', at('/services/{id}', ' '), /title must be/],
    ['a title of two lines', at('/services/{id}', 'Service\naccounts'), /title must be/],
    ['a title that is too long', at('/services/{id}', 'a'.repeat(101)), /title must be/],
    [
      'a title that is taken',
      { ...defaultOwnerPaths, service: { ...service, title: 'Team keys' } },
      /different titles$/,
    ],
    [
      'a path that is taken',
      { ...defaultOwnerPaths, ...at('/user') },
      /paths that collide: \/user and \/user$/,
    ],
    ['a path that is taken but for its parameter', { ...defaultOwnerPaths, ...at('/teams/{id}') }, /collide/],
    ['a path that is the ID of another', { ...defaultOwnerPaths, ...at('/teams/services') }, /collide/],
    ['a path that is that of keys', { ...defaultOwnerPaths, ...at('/user/keys') }, /collide/],
    [
      'a path below another that can be that of keys',
      { ...defaultOwnerPaths, ...at('/user/{id}') },
      /collide/,
    ],
  ])('%s', (_what, given, message) => {
    expect(() => settings({ ownerPaths: given as OwnerPaths })).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_CONFIG', message: expect.stringMatching(message) }),
    );
  });

  it('include all pairs of which a URL could mean both', () => {
    const parts = ['a', 'keys', 'history', '{x}'];
    const tails = [
      '',
      ...parts.map((part) => `/${part}`),
      ...parts.flatMap((p) => parts.map((q) => `/${p}/${q}`)),
    ];
    const paths = ['/a', '/keys'].flatMap((head) => tails.map((tail) => head + tail));
    const isAccepted = (one: string, other: string) => {
      try {
        readOwnerPaths(['a', 'b'], { a: { path: one, title: 'A' }, b: { path: other, title: 'B' } });
        return true;
      } catch {
        return false;
      }
    };
    const templates = (path: string) => operations.map((operation) => (path + operation.path).split('/'));
    const canMeet = (one: readonly string[], other: readonly string[]) =>
      one.length === other.length &&
      one.every(
        (part, index) => part === other[index] || part.startsWith('{') || other[index]?.startsWith('{'),
      );
    const pairs = paths.flatMap((one) => paths.map((other) => [one, other] as const));
    const accepted = pairs.filter(([one, other]) => isAccepted(one, other));
    expect(accepted.length).toBeGreaterThan(100);
    for (const [one, other] of accepted)
      expect(templates(one).some((a) => templates(other).some((b) => canMeet(a, b)))).toBe(false);
  });

  it('do not include paths next to each other, whatever their parameters are called', async () => {
    const nested = {
      team: { path: '/orgs/{orgId}', title: 'Organizations' },
      service: { path: '/orgs/{id}/bot', title: 'Bots' },
    };
    const subject = settings({ ownerPaths: nested, ownersOf: () => [platform, deployBot] });
    expect((await send(subject, 'GET /orgs/platform/keys')).status).toBe(200);
    expect((await send(subject, 'GET /orgs/deploy-bot/bot/keys')).status).toBe(200);
    expect((await send(subject, 'GET /orgs/platform/bot/keys')).status).toBe(404);
    expect((await send(subject, 'GET /user/keys')).status).toBe(404);
  });
});
