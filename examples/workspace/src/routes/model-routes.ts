import { type Context, Hono } from 'hono';
import { stream } from 'hono/streaming';
import { HttpError } from '../http/http-error.js';
import { type Fields, parseObject, readBodyText } from '../http/json-body.js';
import { anthropicMessage, anthropicStream, type StreamEvent } from '../models/anthropic.js';
import { readModelRequest } from '../models/model-request.js';
import { chatCompletion, chatCompletionStream } from '../models/openai.js';
import { respond } from '../models/responder.js';

/** How long a conversation may be, in bytes. */
const maxConversationBytes = 256 * 1024;

/** Anthropic's Messages API. */
export function anthropicRoutes(): Hono {
  const routes = new Hono();
  routes.post('/v1/messages', async (c) => {
    const request = readModelRequest(parseObject(await readBodyText(c, maxConversationBytes)), [
      'max_tokens',
    ]);
    if (request.maxTokens === undefined) throw new HttpError(400, 'max_tokens: is required');
    const reply = respond(request.messages, request.maxTokens);
    return request.stream ? sendEvents(c, anthropicStream(reply)) : c.json(anthropicMessage(reply));
  });
  return routes;
}

/** OpenAI's chat completions API. */
export function openaiRoutes(): Hono {
  const routes = new Hono();
  routes.post('/v1/chat/completions', async (c) => {
    const body = await readConversation(c);
    const request = readModelRequest(body, ['max_completion_tokens', 'max_tokens']);
    const reply = respond(request.messages, request.maxTokens);
    if (!request.stream) return c.json(chatCompletion(reply));
    return sendEvents(c, chatCompletionStream(reply, { includeUsage: asksForUsage(body.stream_options) }));
  });
  return routes;
}

async function readConversation(c: Context): Promise<Fields> {
  return parseObject(await readBodyText(c, maxConversationBytes));
}

/** Sends server-sent events as they are made. */
function sendEvents(c: Context, events: Iterable<StreamEvent>): Response {
  c.header('Content-Type', 'text/event-stream; charset=utf-8');
  return stream(c, async (body) => {
    for (const { event, data } of events) {
      if (body.aborted) return;
      await body.write(`${event === undefined ? '' : `event: ${event}\n`}data: ${data}\n\n`);
    }
  });
}

function asksForUsage(options: unknown): boolean {
  return (
    typeof options === 'object' &&
    options !== null &&
    'include_usage' in options &&
    options.include_usage === true
  );
}
