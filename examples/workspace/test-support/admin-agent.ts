import { expect } from 'vitest';
import type { Session } from './client.js';
import { localServer } from './local-server.js';

/** Sends a message to the admin agent, as the form of the page does, and returns the resulting page. */
export async function say(session: Session, text: string): Promise<string> {
  const body = new URLSearchParams({ text }).toString();
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const { status, text: page } = await session.call('/agent', { method: 'POST', body, headers });
  expect(status).toBe(200); // After the redirect.
  return page;
}

/** Reveals the last key that a page offers, and returns its token. */
export async function reveal(session: Session, page: string): Promise<string> {
  const action = [...page.matchAll(/action="(\/settings\/offers\/\w+\/claim)"/g)].at(-1)?.[1] ?? '';
  const revealed = await session.call(action, { method: 'POST' });
  expect(revealed.status).toBe(201);
  return tokenIn(revealed.text);
}

/** The token that a page shows. */
export function tokenIn(page: string): string {
  return /id="token"[^>]*>([^<]+)</.exec(page)?.[1] ?? '';
}

/** The text of the last card of a page. */
export function factsOn(page: string): Readonly<Record<string, string>> {
  const list = page.slice(page.lastIndexOf('<dl>'));
  const facts = [...list.matchAll(/<dt>([^<]*)<\/dt><dd>([^<]*)<\/dd>/g)];
  return Object.fromEntries(facts.map(([, name, value]) => [name, value]));
}

/** A stand-in for a model's API: sends recorded answers one after the other, and keeps what it receives. */
export async function recordedModel(answers: readonly object[]) {
  const received: string[] = [];
  const { url: baseURL } = await localServer(async (request, response) => {
    received.push(Buffer.concat(await request.toArray()).toString());
    const answer = answers[received.length - 1];
    response.writeHead(answer === undefined ? 500 : 200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ ...message, ...answer }));
  });
  return { received, model: { apiKey: 'none', baseURL, model: 'recorded' } };
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
