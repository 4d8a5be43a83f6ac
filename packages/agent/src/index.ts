export { keyTools } from './key-tools.js';
export { findLeakedKeys } from './leaked-keys.js';
export { type MaskedText, maskTokens, type TokenMasker, tokenMasker } from './mask-tokens.js';
export { type AnthropicTool, anthropicTools, type OpenAITool, openaiTools } from './model-tools.js';
export type {
  AgentSession,
  Confirmation,
  ConfirmationAnswer,
  Deletion,
  InputSchema,
  KeyTool,
  KeyToolsOptions,
  ToolAnnotations,
  ToolResult,
} from './tool.js';
