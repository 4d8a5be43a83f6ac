import { streamWhile } from '@postern/management';
import { type Context, Hono } from 'hono';
import { type Fields, parseObject, readBodyText } from '../http/body.js';
import type { StillValid } from '../http/still-valid.js';
import { anthropicMessage, anthropicStream, type StreamEvent } from '../models/anthropic.js';
import { readAnthropicCount, readAnthropicRequest } from '../models/anthropic-request.js';
import {
  anthropicModel,
  anthropicModels,
  openaiModel,
  openaiModels,
  requireModel,
} from '../models/model-names.js';
import { chatCompletion, chatCompletionStream } from '../models/openai-chat.js';
import { readChatRequest } from '../models/openai-chat-request.js';
import { openaiResponse, openaiResponseStream } from '../models/openai-responses.js';
import { readResponsesRequest } from '../models/openai-responses-request.js';
import { countTokens, respond } from '../models/responder.js';

/** How long a conversation may be, in bytes. */
const maxConversationBytes = 128 * 1024;

/** Anthropic's Messages API. A stream ends with its key. */
export function anthropicRoutes(stillValid: StillValid): Hono {
  const routes = new Hono();
  routes.post('/v1/messages', async (c) => {
    const request = readAnthropicRequest(await readConversation(c));
    const reply = respond(request.messages, request);
    if (!request.stream) return c.json(anthropicMessage(reply));
    return sendEvents(c, anthropicStream(reply), stillValid(c));
  });
  routes.post('/v1/messages/count_tokens', async (c) =>
    c.json({ input_tokens: countTokens(readAnthropicCount(await readConversation(c))) }),
  );
  routes.get('/v1/models', (c) => c.json(anthropicModels));
  routes.get('/v1/models/:id', (c) => {
    requireModel('anthropic', c.req.param('id'));
    return c.json(anthropicModel);
  });
  return routes;
}

/** OpenAI's Responses API and chat completions. A stream ends with its key. */
export function openaiRoutes(stillValid: StillValid): Hono {
  const routes = new Hono();
  routes.post('/v1/responses', async (c) => {
    const request = readResponsesRequest(await readConversation(c));
    const reply = respond(request.messages, request);
    if (!request.stream) return c.json(openaiResponse(reply));
    return sendEvents(c, openaiResponseStream(reply), stillValid(c));
  });
  routes.post('/v1/chat/completions', async (c) => {
    const request = readChatRequest(await readConversation(c));
    const reply = respond(request.messages, request);
    if (!request.stream) return c.json(chatCompletion(reply));
    return sendEvents(c, chatCompletionStream(reply, request), stillValid(c));
  });
  routes.get('/v1/models', (c) => c.json(openaiModels));
  routes.get('/v1/models/:id', (c) => {
    requireModel('openai', c.req.param('id'));
    return c.json(openaiModel);
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
