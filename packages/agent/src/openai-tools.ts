import { modelText } from './model-text.js';
import type { AgentSession, InputSchema, KeyTool } from './tool.js';

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
