import type { Fields } from '../http/body.js';
import { HttpError } from '../http/http-error.js';
import type { Limits, Message } from './responder.js';

/** A request to the model, through any of the APIs. */
export interface ModelRequest extends Limits {
  readonly messages: readonly Message[];
  readonly stream: boolean;
}

/**
 * The types of blocks in an API. `text`: the block is read. `unread`: it is ignored. Any other value is how an answer
 * mentions such a block, because the responder can't read it.
 */
export type BlockTable = Readonly<Record<string, string>>;

/** Who speaks, by the role of a message. The responder answers the last `user`. */
type RoleTable = Readonly<Record<string, string>>;

/** How many texts may end an answer. */
const maxStops = 16;

/** How an API writes a conversation. */
interface Notation {
  readonly roles: RoleTable;
  readonly blocks: BlockTable;
}

/** Reads a list of at least one message. */
export function readMessages(messages: unknown, notation: Notation): readonly Message[] {
  return readList(messages, 'messages').map((message, index) =>
    readMessage(message, { place: `messages.${index}`, ...notation }),
  );
}

export function readMessage(
  message: unknown,
  { place, roles, blocks }: Notation & { readonly place: string },
): Message {
  const { role, content } = readObjectAt(message, place);
  const speaker = typeof role === 'string' && Object.hasOwn(roles, role) ? roles[role] : undefined;
  if (speaker === undefined)
    throw new HttpError(400, `${place}.role: must be one of ${Object.keys(roles).join(', ')}`);
  const read = readContent(content, `${place}.content`, blocks);
  if (role === 'tool') return { role: speaker, texts: [], attachments: ['a tool result'] };
  return { role: speaker, ...read };
}

/** A text, or blocks. OpenAI allows `null` next to tool calls. */
export function readContent(
  content: unknown,
  place: string,
  blocks: BlockTable,
): Pick<Message, 'texts' | 'attachments'> {
  if (typeof content === 'string') return { texts: [content] };
  if (content === null || content === undefined) return { texts: [] };
  if (!Array.isArray(content)) throw new HttpError(400, `${place}: must be a text or a list of blocks`);
  const texts: string[] = [];
  const attachments: string[] = [];
  for (const [index, block] of content.entries()) {
    const { type, text } = readObjectAt(block, `${place}.${index}`);
    const meaning = typeof type === 'string' && Object.hasOwn(blocks, type) ? blocks[type] : undefined;
    if (meaning === undefined)
      throw new HttpError(400, `${place}.${index}.type: must be one of ${Object.keys(blocks).join(', ')}`);
    if (meaning !== 'text') {
      if (meaning !== 'unread') attachments.push(meaning);
    } else if (typeof text === 'string') texts.push(text);
    else throw new HttpError(400, `${place}.${index}.text: must be a text`);
  }
  return { texts, attachments };
}

export function readList(value: unknown, place: string): readonly unknown[] {
  if (Array.isArray(value) && value.length > 0) return value;
  throw new HttpError(400, `${place}: must be a list of at least one message`);
}

export function readObjectAt(value: unknown, place: string): Fields {
  if (typeof value === 'object' && value !== null) return value as Fields;
  throw new HttpError(400, `${place}: must be an object`);
}

export function readStream({ stream }: Fields): boolean {
  if (typeof (stream ?? false) === 'boolean') return stream === true;
  throw new HttpError(400, 'stream: must be true or false');
}

/** Reads the first of these fields that is present. */
export function readMaxTokens(body: Fields, ...names: readonly string[]): number | undefined {
  const field = names.find((name) => body[name] != null);
  if (field === undefined) return undefined;
  const value = body[field];
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
  throw new HttpError(400, `${field}: must be a whole number, 1 or more`);
}

/** Reads texts that end an answer: one, or a list. */
export function readStop(body: Fields, field: string): readonly string[] {
  const value = body[field] ?? [];
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (texts.length <= maxStops && texts.every((text) => typeof text === 'string' && text !== ''))
    return texts as readonly string[];
  throw new HttpError(
    400,
    `${field}: must be a text, or a list of at most ${maxStops}, and none may be empty`,
  );
}
