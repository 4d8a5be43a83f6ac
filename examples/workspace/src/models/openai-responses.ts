import { randomBytes } from 'node:crypto';
import type { StreamEvent } from './anthropic.js';
import type { Reply } from './responder.js';

/** The response of OpenAI's Responses API. */
export function openaiResponse(reply: Reply): object {
  return ended(newResponse(), textMessage(), reply);
}

/** The same response as the events of a stream. */
export function* openaiResponseStream(reply: Reply): Generator<StreamEvent> {
  let sequence_number = 0;
  const event = (type: string, data: object): StreamEvent => ({
    event: type,
    data: JSON.stringify({ type, sequence_number: sequence_number++, ...data }),
  });
  const response = newResponse();
  const message = textMessage();
  const inMessage = { item_id: message.id, output_index: 0, content_index: 0 };

  yield event('response.created', { response });
  yield event('response.in_progress', { response });
  yield event('response.output_item.added', { output_index: 0, item: message });
  yield event('response.content_part.added', { ...inMessage, part: part('') });
  for (const delta of reply.pieces) {
    yield event('response.output_text.delta', { ...inMessage, delta, logprobs: [] });
  }
  yield event('response.output_text.done', { ...inMessage, text: reply.text, logprobs: [] });
  yield event('response.content_part.done', { ...inMessage, part: part(reply.text) });
  const end = ended(response, message, reply);
  yield event('response.output_item.done', { output_index: 0, item: end.output[0] });
  yield event(`response.${end.status}`, { response: end });
}

/** A response in progress. Fields of the request that have no effect have their default values here. */
function newResponse() {
  return {
    id: `resp_${randomBytes(12).toString('hex')}`,
    object: 'response',
    created_at: Math.floor(Date.now() / 1_000),
    status: 'in_progress',
    background: false,
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: null,
    metadata: {},
    model: 'auto',
    output: [],
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null },
    store: false,
    temperature: 1,
    text: { format: { type: 'text' } },
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    truncation: 'disabled',
    usage: null,
    user: null,
  };
}

function textMessage() {
  return {
    id: `msg_${randomBytes(12).toString('hex')}`,
    type: 'message',
    status: 'in_progress',
    role: 'assistant',
    content: [],
  };
}

function part(text: string): object {
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}

function ended(
  response: ReturnType<typeof newResponse>,
  message: ReturnType<typeof textMessage>,
  reply: Reply,
) {
  const status = reply.cutOff ? 'incomplete' : 'completed';
  return {
    ...response,
    status,
    incomplete_details: reply.cutOff ? { reason: 'max_output_tokens' } : null,
    output: [{ ...message, status, content: [part(reply.text)] }],
    usage: {
      input_tokens: reply.inputTokens,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: reply.outputTokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: reply.inputTokens + reply.outputTokens,
    },
  };
}
