import type { Fields } from '../http/json-body.js';
import {
  type BlockTable,
  type ModelRequest,
  readMaxTokens,
  readMessages,
  readStop,
  readStream,
} from './conversation.js';
import { at, checkFields, each, type FieldTable, only } from './field-table.js';
import { requireModel } from './model-names.js';

const chatFields: FieldTable = {
  model: 'used',
  messages: 'used',
  max_completion_tokens: 'used',
  max_tokens: 'used',
  stop: 'used',
  stream: 'used',
  stream_options: at('include_usage', only(true, false)),
  n: only(1),
  tools: 'no effect',
  tool_choice: only('auto', 'none'),
  parallel_tool_calls: 'no effect',
  functions: 'no effect',
  function_call: only('auto', 'none'),
  response_format: at('type', only('text')),
  logprobs: only(false),
  top_logprobs: only(0),
  modalities: each(only('text')),
  temperature: 'no effect',
  top_p: 'no effect',
  presence_penalty: 'no effect',
  frequency_penalty: 'no effect',
  logit_bias: 'no effect',
  seed: 'no effect',
  prediction: 'no effect',
  reasoning_effort: 'no effect',
  verbosity: 'no effect',
  web_search_options: 'no effect',
  metadata: 'no effect',
  moderation: 'no effect',
  store: 'no effect',
  service_tier: 'no effect',
  prompt_cache_key: 'no effect',
  prompt_cache_options: 'no effect',
  prompt_cache_retention: 'no effect',
  safety_identifier: 'no effect',
  user: 'no effect',
};

/** The result of a tool is the user's turn. */
const roles = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'assistant',
  tool: 'user',
};

const blocks: BlockTable = {
  text: 'text',
  image_url: 'an image',
  input_audio: 'a recording',
  file: 'a file',
  refusal: 'unread',
};

export interface ChatRequest extends ModelRequest {
  readonly includeUsage: boolean;
}

/** Reads a request to OpenAI's chat completions API. */
export function readChatRequest(body: Fields): ChatRequest {
  checkFields(body, chatFields);
  requireModel('openai', body.model);
  return {
    messages: readMessages(body.messages, { roles, blocks }),
    maxTokens: readMaxTokens(body, 'max_completion_tokens', 'max_tokens'),
    stop: readStop(body, 'stop'),
    stream: readStream(body),
    includeUsage: (body.stream_options as Fields | null | undefined)?.include_usage === true,
  };
}
