import type { Fields } from '../http/body.js';
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
import { openaiFields } from './openai-fields.js';

const chatFields: FieldTable = {
  ...openaiFields,
  messages: 'used',
  max_completion_tokens: 'used',
  max_tokens: 'used',
  stop: 'used',
  stream_options: at('include_usage', only(true, false)),
  n: only(1),
  functions: 'no effect',
  function_call: only('auto', 'none'),
  response_format: at('type', only('text')),
  logprobs: only(false),
  modalities: each(only('text')),
  presence_penalty: 'no effect',
  frequency_penalty: 'no effect',
  logit_bias: 'no effect',
  seed: 'no effect',
  prediction: 'no effect',
  reasoning_effort: 'no effect',
  verbosity: 'no effect',
  web_search_options: 'no effect',
};

/** The result of a tool counts as a turn of the user. */
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
