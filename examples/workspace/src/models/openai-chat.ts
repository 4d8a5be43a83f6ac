import { randomBytes } from 'node:crypto';
import type { StreamEvent } from './anthropic.js';
import type { Reply } from './responder.js';

/** The response of OpenAI's chat completions API. */
export function chatCompletion(reply: Reply): object {
  const message = { role: 'assistant', content: reply.text, refusal: null };
  return {
    ...header('chat.completion'),
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason(reply) }],
    usage: countUsage(reply),
  };
}

/** The same response as the chunks of a stream, with the usage in a last chunk if it was asked for. */
export function* chatCompletionStream(
  reply: Reply,
  { includeUsage }: { readonly includeUsage: boolean },
): Generator<StreamEvent> {
  const chunkHeader = { ...header('chat.completion.chunk'), ...(includeUsage && { usage: null }) };
  const chunk = (delta: object, finish_reason: string | null = null): StreamEvent => ({
    data: JSON.stringify({ ...chunkHeader, choices: [{ index: 0, delta, logprobs: null, finish_reason }] }),
  });

  yield chunk({ role: 'assistant', content: '', refusal: null });
  for (const content of reply.pieces) yield chunk({ content });
  yield chunk({}, finishReason(reply));
  if (includeUsage) {
    yield { data: JSON.stringify({ ...chunkHeader, choices: [], usage: countUsage(reply) }) };
  }
  yield { data: '[DONE]' };
}

function header(object: string): object {
  return {
    id: `chatcmpl-${randomBytes(12).toString('hex')}`,
    object,
    created: Math.floor(Date.now() / 1_000),
    model: 'auto',
  };
}

function finishReason(reply: Reply): string {
  return reply.cutOff ? 'length' : 'stop';
}

function countUsage({ inputTokens, outputTokens }: Reply): object {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
}
