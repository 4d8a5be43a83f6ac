import { streamWhile } from '@postern/management';
import { type Context, Hono } from 'hono';
import { HttpError } from '../http/http-error.js';
import { type Fields, parseObject, readBodyText } from '../http/json-body.js';
import type { StillValid } from '../http/still-valid.js';
import { anthropicMessage, anthropicStream, type StreamEvent } from '../models/anthropic.js';
import { readModelRequest } from '../models/model-request.js';
import { chatCompletion, chatCompletionStream } from '../models/openai.js';
import { respond } from '../models/responder.js';

/** How long a conversation may be, in bytes. */
const maxConversationBytes = 128 * 1024;

/** Anthropic's Messages API. A stream ends with its key. */
export function anthropicRoutes(stillValid: StillValid): Hono {
  const routes = new Hono();
  routes.post('/v1/messages', async (c) => {
    const request = readModelRequest(parseObject(await readBodyText(c, maxConversationBytes)), [
      'max_tokens',
    ]);
    if (request.maxTokens === undefined) throw new HttpError(400, 'max_tokens: is required');
    const reply = respond(request.messages, request.maxTokens);
    if (!request.stream) return c.json(anthropicMessage(reply));
    return sendEvents(c, anthropicStream(reply), stillValid(c));
  });
  return routes;
}

/** OpenAI's chat completions API. A stream ends with its key. */
export function openaiRoutes(stillValid: StillValid): Hono {
  const routes = new Hono();
  routes.post('/v1/chat/completions', async (c) => {
    const body = await readConversation(c);
    const request = readModelRequest(body, ['max_completion_tokens', 'max_tokens']);
    const reply = respond(request.messages, request.maxTokens);
    if (!request.stream) return c.json(chatCompletion(reply));
    const includeUsage = asksForUsage(body.stream_options);
    return sendEvents(c, chatCompletionStream(reply, { includeUsage }), stillValid(c));
  });
  return routes;
}

async function readConversation(c: Context): Promise<Fields> {
  return parseObject(await readBodyText(c, maxConversationBytes));
}

/** Sends server-sent events as they are read, for as long as the key is valid. */
function sendEvents(
  c: Context,
  events: Generator<StreamEvent>,
  stillThere: () => Promise<boolean>,
): Response {
  const encoder = new TextEncoder();
  const source = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = events.next();
      if (next.done === true) return controller.close();
      const { event, data } = next.value;
      controller.enqueue(
        encoder.encode(`${event === undefined ? '' : `event: ${event}\n`}data: ${data}\n\n`),
      );
    },
  });
  c.header('Content-Type', 'text/event-stream; charset=utf-8');
  return c.body(streamWhile(source, { stillThere }));
}

function asksForUsage(options: unknown): boolean {
  return (
    typeof options === 'object' &&
    options !== null &&
    'include_usage' in options &&
    options.include_usage === true
  );
}
