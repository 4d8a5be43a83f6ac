import { type AgentSession, type InputSchema, type KeyTool, modelText } from './tool.js';

/** A tool as `client.beta.messages.toolRunner` of `@anthropic-ai/sdk` takes it. */
export interface AnthropicTool {
  readonly type: 'custom';
  readonly name: string;
  readonly description: string;
  readonly input_schema: InputSchema;
  readonly parse: (input: unknown) => unknown;
  readonly run: (input: unknown) => Promise<string>;
}

/**
 * Makes tools for the Anthropic SDK. They run for one session: make them anew for each person.
 *
 * @example
 * await client.beta.messages.toolRunner({ model, max_tokens: 1024, messages, tools: anthropicTools(tools, { actor }) });
 */
export function anthropicTools(tools: readonly KeyTool[], session: AgentSession): AnthropicTool[] {
  return tools.map(({ name, description, inputSchema, run }) => ({
    ...{ type: 'custom', name, description, input_schema: inputSchema },
    parse: (input) => input,
    async run(input) {
      const result = await run(input, session);
      // The SDK marks as an error what is thrown.
      if (result.isError) throw new ToolFailedError(modelText(result));
      return modelText(result);
    },
  }));
}

/** Tells a model that nothing was done. Its message is what the model reads. */
class ToolFailedError extends Error {
  override readonly name = 'ToolFailedError';
}

/** A tool as `client.chat.completions.runTools` of `openai` takes it. */
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
 * Makes tools for the OpenAI SDK. They run for one session: make them anew for each person.
 *
 * @example
 * await openai.chat.completions.runTools({ model, messages, tools: openaiTools(tools, { actor }) });
 */
export function openaiTools(tools: readonly KeyTool[], session: AgentSession): OpenAITool[] {
  return tools.map(({ name, description, inputSchema: parameters, run }) => ({
    type: 'function',
    function: {
      ...{ name, description, parameters },
      parse: JSON.parse,
      function: async (input) => modelText(await run(input, session)),
    },
  }));
}
