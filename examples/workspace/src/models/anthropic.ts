import { randomBytes } from 'node:crypto';
import type { Reply } from './responder.js';

/** One event of a stream: its name and its data. */
export interface StreamEvent {
  readonly event?: string;
  readonly data: string;
}

/** The response of Anthropic's Messages API. */
export function anthropicMessage(reply: Reply): object {
  return {
    ...emptyMessage(reply),
    content: [{ type: 'text', text: reply.text }],
    ...stopReason(reply),
    usage: { input_tokens: reply.inputTokens, output_tokens: reply.outputTokens },
  };
}

/** The same response as the events of a stream. */
export function* anthropicStream(reply: Reply): Generator<StreamEvent> {
  yield event('message_start', { message: emptyMessage(reply) });
  yield event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } });
  yield event('ping', {});
  for (const text of reply.pieces) {
    yield event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } });
  }
  yield event('content_block_stop', { index: 0 });
  yield event('message_delta', {
    delta: stopReason(reply),
    usage: { output_tokens: reply.outputTokens },
  });
  yield event('message_stop', {});
}

function emptyMessage(reply: Reply): object {
  return {
    id: `msg_${randomBytes(12).toString('hex')}`,
    type: 'message',
    role: 'assistant',
    model: 'auto',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: reply.inputTokens, output_tokens: 0 },
  };
}

function stopReason({ cutOff, stoppedAt }: Reply): object {
  const complete = stoppedAt === undefined ? 'end_turn' : 'stop_sequence';
  return { stop_reason: cutOff ? 'max_tokens' : complete, stop_sequence: stoppedAt ?? null };
}

function event(type: string, data: object): StreamEvent {
  return { event: type, data: JSON.stringify({ type, ...data }) };
}
