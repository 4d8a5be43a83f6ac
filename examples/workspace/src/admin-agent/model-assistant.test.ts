import { expect, it } from 'vitest';
import { localServer } from '../../test-support/local-server.js';
import { modelAssistant } from './model-assistant.js';

/**
 * An API that answers every request in the same way, does not respond, or sends a space now and then and never ends.
 */
async function assistantOf(response: object | 'nothing' | 'spaces', timeoutMs = 300) {
  let requests = 0;
  const { url: baseURL } = await localServer((_, outgoing) => {
    requests += 1;
    if (response === 'nothing') return;
    outgoing.setHeader('Content-Type', 'application/json');
    if (response === 'spaces') {
      const spacing = setInterval(() => outgoing.write(' '), 20);
      outgoing.once('close', () => clearInterval(spacing));
      return;
    }
    outgoing.end(JSON.stringify(response));
  });
  const log: string[] = [];
  const model = { apiKey: 'none', baseURL, model: 'recorded' };
  const url = 'http://localhost:8080';
  const assistant = modelAssistant(model, { log: (line) => log.push(line), url, timeoutMs });
  const question = {
    text: 'Hello',
    before: [],
    tools: [],
    session: { actor: { kind: 'user', id: 'ada' } },
    signal: new AbortController().signal,
  } as const;
  return { assistant, answer: () => assistant.answer(question), log, requests: () => requests };
}

const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'recorded', usage: {} };

it.each(['nothing', 'spaces'] as const)('the request is aborted if a model sends %s', async (response) => {
  const { answer, log } = await assistantOf(response);
  expect(await answer()).toEqual({ text: 'The model is not responding right now.', cards: [] });
  expect(log).toHaveLength(1);
});

it('the request to a model is aborted when the workspace closes', async () => {
  const { assistant, answer } = await assistantOf('spaces', 60 * 60 * 1_000);
  const answered = answer();
  setTimeout(assistant.close, 30);
  expect(await answered).toMatchObject({ text: 'The model is not responding right now.' });
});

it('a model that keeps calling tools is stopped', async () => {
  const content = [{ type: 'tool_use', id: 'toolu_1', name: 'list_api_keys', input: {} }];
  const { answer, requests } = await assistantOf({ ...message, stop_reason: 'tool_use', content }, 60_000);
  expect((await answer()).text).toBe('I could not finish this. Ask me in smaller steps.');
  expect(requests()).toBe(10);
});

it.each([[{}], [{ error: 'no' }], [{ ...message, content: 'text' }], [{ ...message, content: [null] }]])(
  'an API that sends %j counts as not responding',
  async (response) => {
    const { answer } = await assistantOf(response);
    expect((await answer()).text).toBe('The model is not responding right now.');
  },
);
