import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A local server that replaces a model's, and the requests it received. */
export interface RecordedModel {
  readonly baseURL: string;
  /** The bodies of the requests. */
  readonly received: readonly string[];
}

/**
 * Plays responses that were written down for a test, one after the other, whatever it is asked. No model made them:
 * they say what the worst one could.
 */
export async function recordedModel(responses: readonly object[]): Promise<RecordedModel> {
  const received: string[] = [];
  const server = createServer(async (request, response) => {
    received.push(Buffer.concat(await request.toArray()).toString());
    const recorded = responses[received.length - 1];
    response.writeHead(recorded === undefined ? 500 : 200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(recorded ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { received, baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** A tool call that a model requests. */
export type ToolUse = readonly [name: string, input: unknown];

/** Creates a response of the Messages API that calls tools. */
export function usesTools(...uses: readonly ToolUse[]): object {
  const content = uses.map(([name, input], index) => ({
    type: 'tool_use',
    id: `toolu_${index}`,
    name,
    input,
  }));
  return { ...message, stop_reason: 'tool_use', content };
}

/** Creates a response of the Messages API that ends a turn. */
export function saysText(text: string): object {
  return { ...message, stop_reason: 'end_turn', content: [{ type: 'text', text }] };
}

const message = {
  id: 'msg_recorded',
  type: 'message',
  role: 'assistant',
  model: 'recorded, no model',
  usage: { input_tokens: 1, output_tokens: 1 },
};
