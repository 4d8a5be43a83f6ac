import { expect, it } from 'vitest';
import { localServer } from '../../test-support/local-server.js';
import { modelAssistant } from './model-assistant.js';

/** An API that answers each request by the same; by nothing; or by a space now and then, and never to its end. */
async function answering(response: object | 'nothing' | 'spaces', timeoutMs = 300) {
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
  const assistant = modelAssistant(model, (line) => log.push(line), { timeoutMs });
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

it.each(['nothing', 'spaces'] as const)('a model that answers %s is given up', async (response) => {
  const { answer, log } = await answering(response);
  expect(await answer()).toEqual({ text: 'The model does not answer right now.', cards: [] });
  expect(log).toHaveLength(1);
});

it('a model is given up when the workspace closes', async () => {
  const { assistant, answer } = await answering('spaces', 60 * 60 * 1_000);
  const answered = answer();
  setTimeout(assistant.close, 30);
  expect(await answered).toMatchObject({ text: 'The model does not answer right now.' });
});

it('a model that calls tools for ever comes to an end', async () => {
  const content = [{ type: 'tool_use', id: 'toolu_1', name: 'list_api_keys', input: {} }];
  const { answer, requests } = await answering({ ...message, stop_reason: 'tool_use', content });
  expect((await answer()).text).toBe('I did not come to an end. Ask me in smaller steps.');
  expect(requests()).toBe(10);
});

it.each([[{}], [{ error: 'no' }], [{ ...message, content: 'text' }], [{ ...message, content: [null] }]])(
  'an API that answers %j is one that does not answer',
  async (response) => {
    const { answer } = await answering(response);
    expect((await answer()).text).toBe('The model does not answer right now.');
  },
);
