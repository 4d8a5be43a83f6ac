import type { Fields } from '../http/body.js';
import { HttpError } from '../http/http-error.js';
import {
  type BlockTable,
  type ModelRequest,
  readList,
  readMaxTokens,
  readMessage,
  readObjectAt,
  readStream,
} from './conversation.js';
import { at, checkFields, type FieldTable, only, refused } from './field-table.js';
import { requireModel } from './model-names.js';
import { openaiFields } from './openai-fields.js';
import type { Message } from './responder.js';

const notKept = refused('responses are not stored here; send the whole conversation as input');

const responsesFields: FieldTable = {
  ...openaiFields,
  input: 'used',
  instructions: 'used',
  max_output_tokens: 'used',
  stream_options: 'no effect',
  previous_response_id: notKept,
  conversation: notKept,
  prompt: refused('there are no stored prompts here'),
  background: only(false),
  max_tool_calls: 'no effect',
  text: at('format', at('type', only('text'))),
  include: 'no effect',
  truncation: 'no effect',
  context_management: 'no effect',
  reasoning: 'no effect',
};

const roles = { system: 'system', developer: 'system', user: 'user', assistant: 'assistant' };

const blocks: BlockTable = {
  input_text: 'text',
  output_text: 'text',
  input_image: 'an image',
  input_file: 'a file',
  input_audio: 'a recording',
  refusal: 'unread',
};

/** What a conversation may contain besides messages, mostly from earlier responses. */
const items: BlockTable = {
  function_call_output: 'a tool result',
  function_call: 'unread',
  item_reference: 'unread',
  reasoning: 'unread',
};

/** Reads a request to OpenAI's Responses API. */
export function readResponsesRequest(body: Fields): ModelRequest {
  checkFields(body, responsesFields);
  requireModel('openai', body.model);
  const { input } = body;
  const instructions = body.instructions ?? undefined;
  if (instructions !== undefined && typeof instructions !== 'string')
    throw new HttpError(400, 'instructions: must be a text');
  return {
    messages: [
      ...(instructions === undefined ? [] : [{ role: 'system', texts: [instructions] }]),
      ...readInput(input),
    ],
    maxTokens: readMaxTokens(body, 'max_output_tokens'),
    stream: readStream(body),
  };
}

function readInput(input: unknown): readonly Message[] {
  if (typeof input === 'string') return [{ role: 'user', texts: [input] }];
  return readList(input, 'input').map((item, index) => {
    const place = `input.${index}`;
    const { type = 'message' } = readObjectAt(item, place);
    if (type === 'message') return readMessage(item, { place, roles, blocks });
    const meaning = typeof type === 'string' && Object.hasOwn(items, type) ? items[type] : undefined;
    if (meaning === undefined)
      throw new HttpError(400, `${place}.type: must be one of message, ${Object.keys(items).join(', ')}`);
    return meaning === 'unread'
      ? { role: 'assistant', texts: [] }
      : { role: 'user', texts: [], attachments: [meaning] };
  });
}
