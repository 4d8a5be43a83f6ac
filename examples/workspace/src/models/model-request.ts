import { HttpError } from '../http/http-error.js';
import type { Fields } from '../http/json-body.js';
import type { Message } from './responder.js';

/** What is asked of a model, in either product's request. */
export interface ModelRequest {
  readonly messages: readonly Message[];
  readonly maxTokens: number | undefined;
  readonly stream: boolean;
}

/** Reads the request that both products' APIs share. `limits` names the fields that may limit the answer. */
export function readModelRequest(body: Fields, limits: readonly string[]): ModelRequest {
  const { model, messages, stream = false } = body;
  if (typeof model !== 'string')
    throw new HttpError(400, 'model: must be a text; there is one model, "auto"');
  if (model !== 'auto') throw new HttpError(404, 'model: there is no such model; there is one, "auto"');
  if (!Array.isArray(messages) || messages.length === 0) {
    throw new HttpError(400, 'messages: must be a list of at least one message');
  }
  if (typeof stream !== 'boolean') throw new HttpError(400, 'stream: must be true or false');
  return { messages: messages.map(readMessage), maxTokens: readMaxTokens(body, limits), stream };
}

function readMaxTokens(body: Fields, limits: readonly string[]): number | undefined {
  for (const field of limits) {
    const value = body[field] ?? undefined;
    if (value === undefined) continue;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
    throw new HttpError(400, `${field}: must be a whole number from 1 on`);
  }
  return undefined;
}

function readMessage(message: unknown, index: number): Message {
  const { role, content } = readObjectAt(message, `messages.${index}`);
  if (typeof role !== 'string') throw new HttpError(400, `messages.${index}.role: must be a text`);
  return { role, text: readContent(content, `messages.${index}.content`) };
}

/** A text, or blocks of which those that are text count. OpenAI allows `null` beside tool calls. */
function readContent(content: unknown, place: string): string {
  if (typeof content === 'string') return content;
  if (content === null || content === undefined) return '';
  if (!Array.isArray(content)) throw new HttpError(400, `${place}: must be a text or a list of blocks`);
  const texts = content.map((block, index) => {
    const { type, text } = readObjectAt(block, `${place}.${index}`);
    return type === 'text' && typeof text === 'string' ? text : '';
  });
  return texts.filter((text) => text !== '').join('\n');
}

function readObjectAt(value: unknown, place: string): Fields {
  if (typeof value === 'object' && value !== null) return value as Fields;
  throw new HttpError(400, `${place}: must be an object`);
}
