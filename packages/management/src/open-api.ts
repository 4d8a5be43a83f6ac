import { z } from 'zod';
import { type OpenApiOptions, readOpenApiOptions } from './open-api-options.js';
import { headerComponents, type Json, reference, responses, schemaUri } from './open-api-responses.js';
import type { Operation } from './operation.js';
import { operations } from './operations.js';
import type { OwnerRoute } from './owner-paths.js';
import { named } from './schemas.js';

/**
 * Creates the document of the management API from the schemas that validate its input.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if an option is not what OpenAPI requires.
 * @see https://spec.openapis.org/oas/v3.1.1
 */
export function openApiDocument(ownerRoutes: readonly OwnerRoute[], options?: OpenApiOptions): Json {
  const { info, securitySchemes } = readOpenApiOptions(options);
  const paths: Record<string, Record<string, Json>> = {};
  for (const ownerRoute of ownerRoutes)
    for (const operation of operations) {
      const path = ownerRoute.path + operation.path;
      paths[path] = { ...paths[path], [operation.method]: describe(operation, ownerRoute) };
    }
  return {
    openapi: '3.1.1',
    info,
    // Relative to the URL of the document.
    servers: [{ url: '.' }],
    tags: ownerRoutes.map(tagOf),
    security: Object.keys(securitySchemes).map((name) => ({ [name]: [] })),
    paths,
    components: { schemas: schemas(), headers: headerComponents, securitySchemes },
  };
}

function tagOf({ kind, title, parameter }: OwnerRoute): Json {
  if (kind === 'user' && parameter === undefined)
    return { name: title, description: 'The keys of the person who is signed in.' };
  const whose = kind === 'team' ? 'a team of that person' : `an owner of kind \`${kind}\``;
  return { name: title, description: `The keys of ${whose}, as its policy allows.` };
}

function describe(operation: Operation, ownerRoute: OwnerRoute): Json {
  const { kind, title } = ownerRoute;
  const [verb, noun] = operation.id;
  return {
    operationId: `${verb}${kind.charAt(0).toUpperCase()}${kind.slice(1)}${noun}`,
    tags: [title],
    summary: operation.summary,
    description: operation.details,
    parameters: [
      ...pathParameters(ownerRoute, operation),
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

function pathParameters({ kind, path, parameter }: OwnerRoute, operation: Operation): readonly Json[] {
  return [...`${path}${operation.path}`.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    description:
      name === parameter
        ? `The ID of ${kind === 'team' ? 'a team' : `an owner of kind \`${kind}\``} in this service.`
        : 'The ID of a key: the 16 characters after the first dot of its token.',
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
