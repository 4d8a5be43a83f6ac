import { expect } from 'vitest';
import { localServer } from './local-server.js';

/** A stand-in for a model's API: sends recorded answers one after the other, and keeps what it receives. */
export async function recordedModel(answers: readonly object[]) {
  const received: string[] = [];
  const { url: baseURL } = await localServer(async (request, response) => {
    received.push(Buffer.concat(await request.toArray()).toString());
    const answer = answers[received.length - 1];
    if (answer === undefined) {
      response.writeHead(500).end();
      return;
    }
    response.setHeader('Content-Type', 'text/event-stream');
    for (const event of eventsOf({ ...message, ...answer })) response.write(event);
    response.end();
  });
  return { received, model: { apiKey: 'none', baseURL, model: 'recorded' } };
}

interface ModelMessage {
  readonly stop_reason?: string;
  readonly content?: readonly ModelBlock[];
}

interface ModelBlock {
  readonly type: string;
  readonly text?: string;
  readonly input?: object;
}

/** A message of a model as the events of a stream. Texts come in pieces of a few characters. */
export function eventsOf({ content = [], stop_reason, ...start }: ModelMessage & object): readonly string[] {
  const event = (type: string, data: object) =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
  const usage = { input_tokens: 1, output_tokens: 1 };
  const blocks = content.flatMap(({ text, input, ...block }, index) => {
    const pieces = input === undefined ? (text?.match(/.{1,7}/gsu) ?? []) : [JSON.stringify(input)];
    const delta = (piece: string) =>
      input === undefined
        ? { type: 'text_delta', text: piece }
        : { type: 'input_json_delta', partial_json: piece };
    const empty = input === undefined ? { text: '' } : { input: {} };
    return [
      event('content_block_start', { index, content_block: { ...block, ...empty } }),
      ...pieces.map((piece) => event('content_block_delta', { index, delta: delta(piece) })),
      event('content_block_stop', { index }),
    ];
  });
  return [
    event('message_start', { message: { ...start, content: [], stop_reason: null, usage } }),
    ...blocks,
    event('message_delta', { delta: { stop_reason, stop_sequence: null }, usage }),
    event('message_stop', {}),
  ];
}

/** What every answer of a model has. */
export const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'recorded', usage: {} };

/** The answer of a model that uses a tool. */
export const uses = (name: string, input: object) => ({
  stop_reason: 'tool_use',
  content: [{ type: 'tool_use', id: 'toolu_1', name, input }],
});
/** The answer of a model that says something. */
export const says = (text: string) => ({ stop_reason: 'end_turn', content: [{ type: 'text', text }] });

/** A stand-in for a model that answers when the test says so. */
export async function waitingModel() {
  const waiting: ((text: string) => void)[] = [];
  let requests = 0;
  const { url: baseURL } = await localServer((_, response) => {
    requests += 1;
    response.setHeader('Content-Type', 'text/event-stream');
    waiting.push((text) => response.end(eventsOf({ ...message, ...says(text) }).join('')));
  });
  return {
    model: { apiKey: 'none', baseURL, model: 'recorded' },
    /** Waits until it has had this many requests. */
    asked: (times: number) => expect.poll(() => requests).toBe(times),
    /** Answers all requests that wait, and returns how many there were in all. */
    answer(text: string): number {
      for (const respond of waiting.splice(0)) respond(text);
      return requests;
    },
  };
}
