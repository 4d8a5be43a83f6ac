import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { send, settings } from '../test-support/settings.js';
import type { OpenApiOptions } from './index.js';

it('the document is valid OpenAPI 3.1, and every operation has an ID of its own', async () => {
  const { status, body } = await send(settings(), 'GET /openapi.json', { as: null });
  expect(status).toBe(200);
  const document = body as { paths: Record<string, Record<string, { operationId: string }>> };
  const validator = new Validator();
  expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
  const ids = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(
    expect.arrayContaining(['listUserKeys', 'createTeamKey', 'rotateUserKey', 'getTeamHistory']),
  );
});

const documentOf = async (openApi?: OpenApiOptions) =>
  (await send(settings({ openApi }), 'GET /openapi.json', { as: null })).body as {
    readonly info: object;
    readonly security: unknown;
    readonly components: {
      readonly schemas: Readonly<Record<string, { readonly properties?: Readonly<Record<string, unknown>> }>>;
      readonly securitySchemes: unknown;
    };
  };

it('the document has named schemas for the types that generated clients need', async () => {
  const { schemas } = (await documentOf()).components;
  const named = [
    'Actor',
    'AuditAction',
    'AuditEntry',
    'FieldError',
    'Key',
    'KeyState',
    'Owner',
    'ProblemCode',
  ];
  expect(Object.keys(schemas)).toEqual(expect.arrayContaining(named));
  expect(schemas.Key?.properties).toMatchObject({
    owner: { $ref: '#/components/schemas/Owner' },
    createdBy: { $ref: '#/components/schemas/Actor' },
    disabledBy: { anyOf: [{ $ref: '#/components/schemas/Actor' }, { type: 'null' }] },
  });
});

describe('the security of the document', () => {
  it('is a cookie of the host by default', async () => {
    const { security, components } = await documentOf();
    expect(security).toEqual([{ session: [] }]);
    expect(components.securitySchemes).toMatchObject({
      session: { type: 'apiKey', in: 'cookie', name: 'session' },
    });
  });

  it('is what the host describes, and any one of its schemes is enough', async () => {
    const securitySchemes = {
      sid: { type: 'apiKey', in: 'cookie', name: '__Host-sid' },
      jwt: { type: 'http', scheme: 'bearer' },
    } as const;
    const { security, components } = await documentOf({ securitySchemes });
    expect(security).toEqual([{ sid: [] }, { jwt: [] }]);
    expect(components.securitySchemes).toEqual(securitySchemes);
  });

  it.each<[string, unknown]>([
    ['no scheme', { securitySchemes: {} }],
    ['a list', { securitySchemes: [] }],
    [
      'a name that OpenAPI does not allow',
      { securitySchemes: { 'a b': { type: 'http', scheme: 'bearer' } } },
    ],
    ['a scheme without a type', { securitySchemes: { session: { in: 'cookie', name: 'session' } } }],
    ['a string for info', { info: 'API keys' }],
    ['null', null],
  ])('is refused when the handler is created: %s', (_what, openApi) => {
    expect(() => settings({ openApi: openApi as OpenApiOptions })).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_CONFIG' }),
    );
  });
});

it('the document has the info of the host instead of the defaults', async () => {
  const { info } = await documentOf({ info: { title: 'Keys', contact: { email: 'keys@example.com' } } });
  expect(info).toMatchObject({
    title: 'Keys',
    contact: { email: 'keys@example.com' },
    license: { identifier: 'MIT' },
  });
});

describe('the document of a service with admins', () => {
  const documentWith = async (isAdmin?: () => boolean) =>
    (await (await settings({ isAdmin }).handler(new Request('http://localhost/openapi.json'))).json()) as {
      readonly paths: Record<string, unknown>;
      readonly tags: unknown[];
      readonly components: { readonly schemas: Record<string, { enum?: string[] }> };
    };

  it('is valid, and has the routes of admins', async () => {
    const document = await documentWith(() => true);
    expect(await new Validator().validate(structuredClone(document) as never)).toEqual({ valid: true });
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/admin/keys',
        '/admin/people/{personId}/affected-keys',
        '/admin/disable-unused',
      ]),
    );
  });

  it('is otherwise the same, byte for byte, as without', async () => {
    const document = await documentWith(() => true);
    const without = await documentWith();
    expect(JSON.stringify(without)).not.toMatch(/admin|not_acceptable/i);
    document.tags.pop();
    for (const path of Object.keys(document.paths))
      if (path.startsWith('/admin')) delete document.paths[path];
    const { schemas } = document.components;
    for (const name of ['DisableUnusedKeys', 'DisabledKeys']) delete schemas[name];
    const codes = schemas.ProblemCode?.enum ?? [];
    codes.splice(codes.indexOf('not_acceptable'), 1);
    expect(JSON.stringify(document)).toBe(JSON.stringify(without));
  });
});
