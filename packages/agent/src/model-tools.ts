import { type AgentSession, type InputSchema, type KeyTool, modelText } from './tool.js';

/** A tool in the form that `client.beta.messages.toolRunner` of `@anthropic-ai/sdk` accepts. */
export interface AnthropicTool {
  readonly type: 'custom';
  readonly name: string;
  readonly description: string;
  readonly input_schema: InputSchema;
  readonly parse: (input: unknown) => unknown;
  readonly run: (input: unknown) => Promise<string>;
}

/**
 * Creates tools for the Anthropic SDK. They run for one session: create them again for each person.
 *
 * @example
 * await client.beta.messages.toolRunner({ model, max_tokens: 1024, messages, tools: anthropicTools(tools, { actor }) });
 */
export function anthropicTools(tools: readonly KeyTool[], session: AgentSession): AnthropicTool[] {
  return tools.map(({ name, description, inputSchema, run }) => ({
    type: 'custom',
    name,
    description,
    input_schema: inputSchema,
    parse: (input) => input,
    async run(input) {
      const result = await run(input, session);
      // The SDK reports a thrown error to the model as a failed call.
      if (result.isError) throw new ToolFailedError(modelText(result));
      return modelText(result);
    },
  }));
}

/** Thrown because nothing was done. The model reads its message. */
class ToolFailedError extends Error {
  override readonly name = 'ToolFailedError';
}

/** A tool in the form that `client.chat.completions.runTools` of `openai` accepts. */
export interface OpenAITool {
  readonly type: 'function';
  readonly function: {
    readonly name: string;
    readonly description: string;
    readonly parameters: InputSchema;
    readonly parse: (input: string) => object;
    readonly function: (input: object) => Promise<string>;
  };
}

/**
 * Creates tools for the OpenAI SDK. They run for one session: create them again for each person.
 *
 * @example
 * await openai.chat.completions.runTools({ model, messages, tools: openaiTools(tools, { actor }) });
 */
export function openaiTools(tools: readonly KeyTool[], session: AgentSession): OpenAITool[] {
  return tools.map(({ name, description, inputSchema: parameters, run }) => ({
    type: 'function',
    function: {
      name,
      description,
      parameters,
      parse: JSON.parse,
      function: async (input) => modelText(await run(input, session)),
    },
  }));
}
