import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it, onTestFinished } from 'vitest';
import { localServer } from '../../test-support/local-server.js';
import { eventsOf, message, says } from '../../test-support/recorded-model.js';
import { textsFor } from '../texts/texts.js';
import { modelAssistant } from './model-assistant.js';

/**
 * An API that answers every request in the same way, does not respond, or sends a space now and then and never ends.
 */
async function assistantOf(response: readonly string[] | 'nothing' | 'spaces', timeoutMs = 300) {
  let requests = 0;
  const { url: baseURL } = await localServer((_, outgoing) => {
    requests += 1;
    if (response === 'nothing') return;
    outgoing.setHeader('Content-Type', 'text/event-stream');
    if (response === 'spaces') {
      const spacing = setInterval(() => outgoing.write(' '), 20);
      outgoing.once('close', () => clearInterval(spacing));
      return;
    }
    outgoing.end(response.join(''));
  });
  const log: string[] = [];
  const pieces: string[] = [];
  const model = { apiKey: 'none', baseURL, model: 'recorded' };
  const url = 'http://localhost:8080';
  const assistant = modelAssistant(model, { log: (line) => log.push(line), url, timeoutMs });
  const question = {
    text: 'Hello',
    texts: textsFor(new Request(url)),
    before: [],
    onText: (piece: string) => pieces.push(piece),
    teams: async () => [],
    tools: [],
    session: { actor: { kind: 'user', id: 'ada' } },
    signal: new AbortController().signal,
  } as const;
  return { assistant, answer: () => assistant.answer(question), log, pieces, requests: () => requests };
}

it.each(['nothing', 'spaces'] as const)('the request is aborted if a model sends %s', async (response) => {
  const { answer, log } = await assistantOf(response);
  expect(await answer()).toEqual({ text: 'The model is not responding right now.', cards: [] });
  expect(log).toHaveLength(1);
});

it('the request is aborted although garbage is collected while a model sends nothing', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  const { answer } = await assistantOf('nothing');
  const collecting = setInterval(collectGarbage, 20);
  onTestFinished(() => clearInterval(collecting));
  expect((await answer()).text).toBe('The model is not responding right now.');
});

it('the request to a model is aborted when the workspace closes', async () => {
  const { assistant, answer } = await assistantOf('spaces', 60 * 60 * 1_000);
  const answered = answer();
  setTimeout(assistant.close, 30);
  expect(await answered).toMatchObject({ text: 'The model is not responding right now.' });
});

it('a model that keeps calling tools is stopped', async () => {
  const content = [{ type: 'tool_use', id: 'toolu_1', name: 'list_api_keys', input: {} }];
  const { answer, requests } = await assistantOf(
    eventsOf({ ...message, stop_reason: 'tool_use', content }),
    60_000,
  );
  expect((await answer()).text).toBe('I couldn’t finish this. Ask me in smaller steps.');
  expect(requests()).toBe(10);
});

it('the answer is passed on piece by piece, with an empty line between two turns', async () => {
  const { answer, pieces } = await assistantOf(
    eventsOf({ ...message, ...says('Ada has three keys.') }),
    60_000,
  );
  expect(await answer()).toEqual({ text: 'Ada has three keys.', cards: [] });
  expect(pieces).toEqual(['Ada has', ' three ', 'keys.']);
});

it('what a model said before it stopped responding stays', async () => {
  const events = eventsOf({ ...message, ...says('Ada has three keys.') });
  const { answer } = await assistantOf(events.slice(0, 4));
  expect((await answer()).text).toBe('Ada has three \n\nThe model is not responding right now.');
});

const event = (data: object) => `event: x\ndata: ${JSON.stringify(data)}\n\n`;

it.each([
  ['{}'],
  [JSON.stringify({ ...message, ...says('Not a stream.') })],
  [event({ type: 'message_start', message: null })],
  [event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'x' } })],
  ['event: error\ndata: {"type":"error","error":{"type":"overloaded_error"}}\n\n'],
  [eventsOf(message).join('')],
])('an API that sends %j counts as not responding', async (response) => {
  const { answer } = await assistantOf([response], 60_000);
  expect((await answer()).text).toBe('The model is not responding right now.');
});
