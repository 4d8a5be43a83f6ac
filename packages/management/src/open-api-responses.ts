import type { z } from 'zod';
import { namedForAdmins } from './admin/admin-schemas.js';
import { exportTypes } from './admin/export-formats.js';
import type { Operation } from './operation.js';
import { type ProblemStatus, problems } from './problem-codes.js';
import { apiProblemCodes, named, problemSchema } from './schemas.js';

export type Json = Readonly<Record<string, unknown>>;

const problemMeanings: Readonly<Record<ProblemStatus, string>> = {
  400: 'The body, or `If-Match`, cannot be read.',
  401: 'No one is signed in.',
  403: 'You may not do this, or another site requested it.',
  404: 'The key or owner does not exist, or you may not see it.',
  405: 'The route does not allow this method.',
  406: '`Accept` allows none of the media types.',
  409: 'The key is not live, the key that this request issued before is in use, or the owner has too many keys.',
  412: 'The key has changed since you saw it.',
  413: 'The body is too long.',
  415: 'The body is not JSON in UTF-8.',
  422: 'The request is not valid. `errors` says where.',
  503: 'The service could not finish this. The change may have been made: check before you try again.',
};

/** The response headers that programs need. */
export const headerComponents: Json = {
  ETag: {
    description: 'The version of the key, in double quotes, for `If-Match`.',
    schema: { type: 'string' },
  },
  Location: {
    description: 'The URL of the key, relative to the URL of the request.',
    schema: { type: 'string', format: 'uri-reference' },
  },
  'Retry-After': {
    description: 'The number of seconds to wait before trying again.',
    schema: { type: 'integer', minimum: 1 },
  },
};

/** Describes the responses of an operation. */
export function responses(operation: Omit<Operation, 'run'>): Json {
  const { status, description, result, body, takesVersion, isAboutAll, otherStatuses = [] } = operation;
  const refusals: readonly ProblemStatus[] = [
    ...(body || takesVersion ? ([400] as const) : []),
    ...([401, 403] as const),
    ...(isAboutAll ? [] : ([404] as const)),
    ...(takesVersion ? ([412] as const) : []),
    ...otherStatuses,
    ...([422, 503] as const),
  ];
  const headers = [
    ...(operation.sendsVersion ? ['ETag'] : []),
    ...(operation.sendsLocation ? ['Location'] : []),
  ];
  return {
    [status]: {
      description,
      ...(headers.length > 0 && { headers: headerReferences(headers) }),
      ...(result && {
        content: {
          'application/json': { schema: reference(result) },
          ...(operation.exports && exportContent),
        },
      }),
    },
    ...Object.fromEntries(refusals.map((refusal) => [refusal, problemResponse(refusal)])),
  };
}

const exportContent: Json = Object.fromEntries(
  exportTypes.map((type) => [type, { schema: { type: 'string' } }]),
);

function problemResponse(status: ProblemStatus): Json {
  const codes = apiProblemCodes
    .filter((code) => problems[code].status === status)
    .map((code) => `\`${code}\``);
  return {
    description: `${problemMeanings[status]} Its \`code\`: ${codes.join(', ')}.`,
    ...(status === 503 && { headers: headerReferences(['Retry-After']) }),
    content: { 'application/problem+json': { schema: reference(problemSchema) } },
  };
}

function headerReferences(names: readonly string[]): Json {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

export const schemaUri = (id: string): string => `#/components/schemas/${id}`;

/** A reference to a schema that has a name in the document. */
export function reference(schema: z.ZodType): Json {
  return { $ref: schemaUri((named.get(schema) ?? namedForAdmins.get(schema))?.id ?? '') };
}
