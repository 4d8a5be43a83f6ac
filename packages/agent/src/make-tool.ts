import { type ApiKeys, isFault, isPosternError } from '@postern/core';
import { reportUnexpected } from '@postern/management/internal';
import { z } from 'zod';
import { keyFacts } from './key-facts.js';
import { findLeakedKeysById } from './leaked-keys.js';
import { findTokens } from './mask-tokens.js';
import type { Call, InputSchema, KeyTool, KeyToolsOptions, ToolAnnotations, ToolResult } from './tool.js';
import { type OwnerFields, ownerFields } from './tools/owner-fields.js';

/** The description of a tool, and the function that runs it. */
export interface ToolParts<Input> {
  readonly name: string;
  readonly description: string | ((owners: OwnerFields) => string);
  readonly annotations: ToolAnnotations;
  readonly input: z.ZodType<Input> | ((owners: OwnerFields, keys: ApiKeys) => z.ZodType<Input>);
  readonly run: (input: Input, call: Call) => Promise<Omit<ToolResult, 'isError'>>;
}

/** Creates a tool for the keys of one service. */
export type ToolFactory = (keys: ApiKeys, options: KeyToolsOptions) => KeyTool;

/** Creates a tool whose `run` receives only input that matches its schema and contains no token. */
export function makeTool<Input>({
  name,
  description,
  annotations,
  input: makeInput,
  run,
}: ToolParts<Input>): ToolFactory {
  return (keys, options) => {
    const owners = ownerFields(keys, options);
    const schema = typeof makeInput === 'function' ? makeInput(owners, keys) : makeInput;
    const { $schema: _, ...inputSchema } = z.toJSONSchema(schema, { io: 'input' });
    return {
      name,
      description: typeof description === 'function' ? description(owners) : description,
      annotations,
      inputSchema: inputSchema as unknown as InputSchema,
      async run(input, session) {
        const call: Call = { keys, options, session };
        try {
          const pasted = findTokens(input, keys.tokenPrefixes);
          // M08 token
          if (pasted !== undefined) return await refusePastedToken(call, pasted);
          const parsed = schema.safeParse(input ?? {});
          if (!parsed.success) return refused(describeIssues(parsed.error, inputSchema));
          return { ...(await run(parsed.data, call)), isError: false };
        } catch (error) {
          // The message of a fault is not for a model.
          if (isFault(error)) return refused(faultText);
          if (isPosternError(error)) return { ...refused(`Nothing was done: ${error.message}.`), error };
          reportUnexpected(keys, error);
          return refused(faultText);
        }
      },
    };
  };
}

function refused(text: string): ToolResult {
  return { text, data: {}, isError: true };
}

/** Refuses an input that contains a token, and says what to do about it: a model has seen that token. */
async function refusePastedToken(call: Call, keyIds: readonly string[]): Promise<ToolResult> {
  const deletions = await findLeakedKeysById(call, keyIds);
  const leaked = deletions.map(({ key, url }) => ({ ...keyFacts(key), delete_url: url }));
  return { text: pastedTokenText, data: { leaked }, isError: true, deletions };
}

const pastedTokenText =
  'Nothing was done: the input contains an API key, or part of one. Anyone who sees an API key can use it, so this one ' +
  'has to be deleted and replaced by a new one. Refer to a key by its ID, the 16 characters after the dot.';

/**
 * Describes what is wrong with an input. It quotes the input, which is safe: the input was searched for tokens first.
 */
function describeIssues({ issues }: z.ZodError, schema: JsonSchema): string {
  const problems = issues.slice(0, 10).map((issue) => {
    const { path } = issue;
    if (issue.code !== 'unrecognized_keys') return [...path, issue.message].join(': ');
    const known = fieldsAt(schema, path).join(', ');
    return [...path, `unknown: ${issue.keys.slice(0, 10).join(', ')}; known: ${known}`].join(': ');
  });
  return `Nothing was done. ${problems.join('; ')}`;
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The fields of the object at a path. */
function fieldsAt(
  { properties = {} }: JsonSchema,
  [field, ...rest]: readonly PropertyKey[],
): readonly string[] {
  if (field === undefined) return Object.keys(properties);
  const inner = properties[String(field)];
  return typeof inner === 'object' ? fieldsAt(inner, rest) : [];
}

const faultText =
  'Something is not responding right now. Check whether the change was made before you try again.';
