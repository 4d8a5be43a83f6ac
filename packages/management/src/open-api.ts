import { z } from 'zod';
import { type AdminCall, adminChanges, adminSection, inventories } from './admin/admin-operations.js';
import { namedForAdmins } from './admin/admin-schemas.js';
import { type OpenApiOptions, readOpenApiOptions } from './open-api-options.js';
import { headerComponents, type Json, reference, responses, schemaUri } from './open-api-responses.js';
import type { Operation } from './operation.js';
import { operations } from './operations.js';
import type { OwnerRoute } from './owner-paths.js';
import { apiProblemCodes, named } from './schemas.js';

/**
 * Creates the document of the management API from the schemas that validate its input. Without admins, it says nothing
 * of them.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if an option is not what OpenAPI requires.
 * @see https://spec.openapis.org/oas/v3.1.1
 */
export function openApiDocument(
  ownerRoutes: readonly OwnerRoute[],
  options?: OpenApiOptions,
  { hasAdmins = false }: { readonly hasAdmins?: boolean } = {},
): Json {
  const { info, securitySchemes } = readOpenApiOptions(options);
  const paths: Record<string, Record<string, Json>> = {};
  for (const ownerRoute of ownerRoutes)
    for (const operation of operations) {
      const path = ownerRoute.path + operation.path;
      paths[path] = { ...paths[path], [operation.method]: describeFor(ownerRoute, operation) };
    }
  if (hasAdmins)
    for (const operation of [...inventories, ...adminChanges])
      paths[operation.path] = { [operation.method]: describeForAdmins(operation) };
  return {
    openapi: '3.1.1',
    info,
    // Relative to the URL of the document.
    servers: [{ url: '.' }],
    tags: [...ownerRoutes.map(tagOf), ...(hasAdmins ? [adminTag] : [])],
    security: Object.keys(securitySchemes).map((name) => ({ [name]: [] })),
    paths,
    components: { schemas: schemas(hasAdmins), headers: headerComponents, securitySchemes },
  };
}

function tagOf({ kind, title, parameter }: OwnerRoute): Json {
  if (kind === 'user' && parameter === undefined)
    return { name: title, description: 'The keys of the person who is signed in.' };
  const whose = kind === 'team' ? 'a team of that person' : `an owner of kind \`${kind}\``;
  return { name: title, description: `The keys of ${whose}, as its policy allows.` };
}

const adminTag: Json = { name: adminSection.title, description: 'The keys of all owners, for admins.' };

function describeFor(ownerRoute: OwnerRoute, operation: Operation): Json {
  const { kind, title } = ownerRoute;
  const [verb, noun] = operation.id;
  return describe(operation, {
    operationId: `${verb}${kind.charAt(0).toUpperCase()}${kind.slice(1)}${noun}`,
    tag: title,
    parameters: pathParameters(ownerRoute, operation),
  });
}

function describeForAdmins(operation: Operation<AdminCall>): Json {
  const parameters = operation.path.includes('{personId}') ? [personId] : [];
  return describe(operation, { operationId: operation.id.join(''), tag: adminSection.title, parameters });
}

interface Place {
  readonly operationId: string;
  readonly tag: string;
  /** Those of the path. */
  readonly parameters: readonly Json[];
}

function describe(operation: Omit<Operation, 'run'>, { operationId, tag, parameters }: Place): Json {
  return {
    operationId,
    tags: [tag],
    summary: operation.summary,
    description: operation.details,
    parameters: [
      ...parameters,
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

const personId: Json = {
  name: 'personId',
  in: 'path',
  required: true,
  description: 'The ID of a person in this service.',
  schema: { type: 'string' },
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

function schemas(hasAdmins: boolean): Json {
  const all = schemasOf(named);
  if (!hasAdmins) return all;
  const problemCode = { ...all.ProblemCode, enum: apiProblemCodes };
  return { ...all, ProblemCode: problemCode, ...schemasOf(namedForAdmins) };
}

function schemasOf(registry: typeof named): Readonly<Record<string, Json>> {
  const { schemas } = z.toJSONSchema(registry, { uri: schemaUri, io: 'input' });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _dialect, $id: _id, ...schema }]) => [id, schema]),
  );
}
