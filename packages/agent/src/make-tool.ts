import type { ApiKeys } from '@postern/core';
import { z } from 'zod';
import { answerError } from './answer-error.js';
import { findTokens } from './mask-tokens.js';
import type { KeyToolsOptions } from './options.js';
import { refusePasted } from './refuse-pasted.js';
import type { Call, InputSchema, KeyTool, ToolAnnotations, ToolResult } from './tool.js';

/** What is said of a tool, and what it does. */
export interface ToolParts<Input> {
  readonly name: string;
  readonly description: string;
  readonly annotations: ToolAnnotations;
  readonly input: z.ZodType<Input>;
  readonly run: (input: Input, call: Call) => Promise<Omit<ToolResult, 'isError'>>;
}

/** A tool that is not told yet whose keys it is for. */
export type MakeTool = (keys: ApiKeys, options: KeyToolsOptions) => KeyTool;

/** Makes a tool whose `run` gets what its schema lets through, and no token. */
export function tool<Input>({
  name,
  description,
  annotations,
  input: schema,
  run,
}: ToolParts<Input>): MakeTool {
  const { $schema: _, ...inputSchema } = z.toJSONSchema(schema, { io: 'input' });
  return (keys, options) => ({
    ...{ name, description, annotations },
    inputSchema: inputSchema as unknown as InputSchema,
    async run(input, session) {
      const call: Call = { keys, options, session };
      try {
        const pasted = findTokens(input, keys.kinds);
        if (pasted !== undefined) return await refusePasted(call, pasted);
        const parsed = schema.safeParse(input ?? {});
        if (!parsed.success) return refused(tellOf(parsed.error));
        return { ...(await run(parsed.data, call)), isError: false };
      } catch (error) {
        return refused(answerError(keys, error));
      }
    },
  });
}

function refused(text: string): ToolResult {
  return { text, data: {}, isError: true };
}

/** Says what is wrong with an input. It was looked through for tokens before. */
function tellOf({ issues }: z.ZodError): string {
  const told = issues.slice(0, 10).map((issue) => {
    if (issue.code !== 'unrecognized_keys') return [...issue.path, issue.message].join(': ');
    return `unknown: ${issue.keys.slice(0, 10).join(', ')} (whose keys these are comes from who is signed in, not from an argument)`;
  });
  return `Nothing was done. ${told.join('; ')}`;
}
