import { z } from 'zod';
import type { Operation } from './operation.js';
import { operations } from './operations.js';
import { type OwnerPath, ownerPaths } from './owner-paths.js';
import { named, problemSchema } from './schemas.js';

type Json = Readonly<Record<string, unknown>>;

const problemMeanings: Readonly<Record<number, string>> = {
  400: 'The body, or `If-Match`, can not be read.',
  401: 'Nobody is signed in.',
  403: 'You may not do this, or another site asked for it.',
  404: 'There is no such key or owner, or you may not see it.',
  409: 'The key is not live, or the one that this request issued before is in use.',
  412: 'The key was changed since you saw it.',
  413: 'The body is too long.',
  415: 'The body is not JSON.',
  422: 'The request is not valid; `errors` says where.',
  503: 'A part did not answer: neither done nor refused.',
};

/**
 * Makes the document of the management API from the schemas that its input goes through.
 *
 * @see https://spec.openapis.org/oas/v3.1.1
 */
export function openApiDocument(): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const ownerPath of ownerPaths)
    for (const operation of operations) {
      const path = ownerPath.path + operation.path;
      paths[path] = { ...paths[path], [operation.method]: describe(operation, ownerPath) };
    }
  return {
    openapi: '3.1.1',
    info: {
      title: 'API keys',
      version: '0.1.0',
      description: 'Create, see and end API keys. A token is shown once, by the answer that issues it.',
    },
    // Relative to where the document is.
    servers: [{ url: '.' }],
    paths,
    components: { schemas: components() },
  };
}

function describe(operation: Operation, { title, path }: OwnerPath): Json {
  const [verb, noun] = operation.id;
  return {
    operationId: `${verb}${title}${noun}`,
    summary: operation.summary,
    parameters: [
      ...pathParameters(path + operation.path),
      ...queryParameters(operation.query),
      ...(operation.takesVersion ? [ifMatch] : []),
      ...(operation.takesIdempotencyKey ? [idempotencyKey] : []),
    ],
    ...(operation.body && {
      requestBody: { required: !operation.needsNoBody, content: json(operation.body) },
    }),
    responses: responses(operation),
  };
}

const ifMatch: Json = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description: 'The ETag of the key as you saw it: where it was changed since, the answer is 412.',
  schema: { type: 'string' },
};

const idempotencyKey: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Whatever a retry of this request has as well, such as a UUID. The key whose token was lost on the way is revoked as the new one is issued.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

function pathParameters(path: string): readonly Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: z.ZodType): readonly Json[] {
  const { properties = {} } = z.toJSONSchema(query, { io: 'input' });
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: false, schema }));
}

function responses(operation: Operation): Json {
  const { status, description, result, body, takesVersion, otherStatuses = [] } = operation;
  const problems = [
    ...(body || takesVersion ? [400] : []),
    ...[401, 403, 404],
    ...(takesVersion ? [412] : []),
    ...otherStatuses,
    ...[422, 503],
  ];
  return {
    [status]: { description, ...(result && { content: json(result) }) },
    ...Object.fromEntries(
      problems.map((problem) => [
        problem,
        {
          description: problemMeanings[problem],
          content: { 'application/problem+json': { schema: reference(problemSchema) } },
        },
      ]),
    ),
  };
}

function json(schema: z.ZodType): Json {
  return { 'application/json': { schema: reference(schema) } };
}

const uri = (id: string) => `#/components/schemas/${id}`;

function reference(schema: z.ZodType): Json {
  return { $ref: uri(named.get(schema)?.id ?? '') };
}

function components(): Json {
  const { schemas } = z.toJSONSchema(named, { uri, io: 'input' });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _dialect, $id: _id, ...schema }]) => [id, schema]),
  );
}
