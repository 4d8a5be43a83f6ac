import { z } from 'zod';
import { type OpenApiOptions, readOpenApiOptions } from './open-api-options.js';
import { headerComponents, type Json, reference, responses, schemaUri } from './open-api-responses.js';
import type { Operation } from './operation.js';
import { operations } from './operations.js';
import { type OwnerPath, ownerPaths } from './owner-paths.js';
import { named } from './schemas.js';

const tags: Readonly<Record<OwnerPath['kind'], { readonly name: string; readonly description: string }>> = {
  user: { name: 'User keys', description: 'The keys of the person who is signed in.' },
  team: { name: 'Team keys', description: 'The keys of a team of that person, as its policy allows.' },
};

/**
 * Creates the document of the management API from the schemas that validate its input.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if an option is not what OpenAPI requires.
 * @see https://spec.openapis.org/oas/v3.1.1
 */
export function openApiDocument(options?: OpenApiOptions): Json {
  const { info, securitySchemes } = readOpenApiOptions(options);
  const paths: Record<string, Record<string, Json>> = {};
  for (const ownerPath of ownerPaths)
    for (const operation of operations) {
      const path = ownerPath.path + operation.path;
      paths[path] = { ...paths[path], [operation.method]: describe(operation, ownerPath) };
    }
  return {
    openapi: '3.1.1',
    info,
    // Relative to the URL of the document.
    servers: [{ url: '.' }],
    tags: Object.values(tags),
    security: Object.keys(securitySchemes).map((name) => ({ [name]: [] })),
    paths,
    components: { schemas: schemas(), headers: headerComponents, securitySchemes },
  };
}

function describe(operation: Operation, { kind, title, path }: OwnerPath): Json {
  const [verb, noun] = operation.id;
  return {
    operationId: `${verb}${title}${noun}`,
    tags: [tags[kind].name],
    summary: operation.summary,
    description: operation.details,
    parameters: [
      ...pathParameters(path + operation.path),
      ...queryParameters(operation.query),
      ...(operation.takesVersion ? [ifMatch] : []),
      ...(operation.takesIdempotencyKey ? [idempotencyKey] : []),
    ],
    ...(operation.body && {
      requestBody: {
        required: !operation.needsNoBody,
        content: { 'application/json': { schema: reference(operation.body) } },
      },
    }),
    responses: responses(operation),
  };
}

const ifMatch: Json = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description: 'The ETag of the key as you saw it. If the key has changed since then, the response is 412.',
  schema: { type: 'string' },
};

const idempotencyKey: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'The same value for every retry of this request, such as a UUID. If the token got lost, its key is revoked when the new one is issued.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

const pathParameterDescriptions: Readonly<Record<string, string>> = {
  keyId: 'The ID of a key: the 16 characters after the first dot of its token.',
  teamId: 'The ID of a team in this service.',
};

function pathParameters(path: string): readonly Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: pathParameterDescriptions[name],
    schema: { type: 'string' },
  }));
}

function queryParameters(query: z.ZodType): readonly Json[] {
  const { properties = {} } = z.toJSONSchema(query, { io: 'input' });
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: false, schema }));
}

function schemas(): Json {
  const { schemas } = z.toJSONSchema(named, { uri: schemaUri, io: 'input' });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _dialect, $id: _id, ...schema }]) => [id, schema]),
  );
}
