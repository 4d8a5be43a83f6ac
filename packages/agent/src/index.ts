export { type AnthropicTool, anthropicTools } from './anthropic-tools.js';
export { deletionsOf } from './deletions-of.js';
export { keyTools } from './key-tools.js';
export { type MaskedText, maskTokens } from './mask-tokens.js';
export { type OpenAITool, openaiTools } from './openai-tools.js';
export type { KeyToolsOptions } from './options.js';
export type { AgentSession, Deletion, InputSchema, KeyTool, ToolAnnotations, ToolResult } from './tool.js';
