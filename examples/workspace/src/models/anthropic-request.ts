import type { Fields } from '../http/body.js';
import { HttpError } from '../http/http-error.js';
import {
  type BlockTable,
  type ModelRequest,
  readContent,
  readMaxTokens,
  readMessages,
  readStop,
  readStream,
} from './conversation.js';
import { at, checkFields, type FieldTable, only, refused } from './field-table.js';
import { requireModel } from './model-names.js';
import type { Message } from './responder.js';

const noFormat = refused('answers are plain text; formats are not supported');

/** The fields of a conversation, whether it is counted or answered. */
const conversationFields: FieldTable = {
  model: 'used',
  messages: 'used',
  system: 'used',
  tools: 'no effect',
  tool_choice: at('type', only('auto', 'none')),
  mcp_servers: 'no effect',
  thinking: 'no effect',
  context_management: 'no effect',
  output_config: at('format', noFormat),
  output_format: noFormat,
  cache_control: 'no effect',
  speed: 'no effect',
};

const messageFields: FieldTable = {
  ...conversationFields,
  max_tokens: 'used',
  stop_sequences: 'used',
  stream: 'used',
  temperature: 'no effect',
  top_k: 'no effect',
  top_p: 'no effect',
  metadata: 'no effect',
  service_tier: 'no effect',
  container: 'no effect',
  diagnostics: 'no effect',
  inference_geo: 'no effect',
};

const roles = { user: 'user', assistant: 'assistant', system: 'system' };

const blocks: BlockTable = {
  text: 'text',
  image: 'an image',
  document: 'a document',
  search_result: 'a search result',
  tool_result: 'a tool result',
  tool_use: 'unread',
  thinking: 'unread',
  redacted_thinking: 'unread',
};

/** Reads a request to Anthropic's Messages API. */
export function readAnthropicRequest(body: Fields): ModelRequest {
  checkFields(body, messageFields);
  const messages = readConversation(body);
  const maxTokens = readMaxTokens(body, 'max_tokens');
  if (maxTokens === undefined) throw new HttpError(400, 'max_tokens: is required');
  return { messages, maxTokens, stop: readStop(body, 'stop_sequences'), stream: readStream(body) };
}

/** Reads a request to count tokens. */
export function readAnthropicCount(body: Fields): readonly Message[] {
  checkFields(body, conversationFields);
  return readConversation(body);
}

function readConversation({ model, messages, system }: Fields): readonly Message[] {
  requireModel('anthropic', model);
  return [
    { role: 'system', ...readContent(system, 'system', blocks) },
    ...readMessages(messages, { roles, blocks }),
  ];
}
