import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { expect, it, onTestFinished } from 'vitest';
import { ada, agentService } from '../test-support/agent-service.js';
import { anthropicTools, openaiTools } from './index.js';

/** Answers what a model's API would, one answer after the other, and keeps what it was sent. */
async function modelThatAnswers(answers: readonly unknown[]) {
  const received: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await request.toArray();
    received.push(Buffer.concat(body).toString());
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(answers[received.length - 1] ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { received, baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

it('the tool loop of the Anthropic SDK runs the tools', async () => {
  const service = agentService();
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'recorded', usage: {} };
  const { received, baseURL } = await modelThatAnswers([
    {
      ...{ ...message, stop_reason: 'tool_use' },
      content: [
        { type: 'tool_use', id: 'toolu_1', name: 'create_api_key', input: { name: 'CI Pipeline' } },
        { type: 'tool_use', id: 'toolu_2', name: 'create_api_key', input: { name: 'hook', team: 'Sales' } },
      ],
    },
    { ...message, stop_reason: 'end_turn', content: [{ type: 'text', text: 'There you are.' }] },
  ]);
  const client = new Anthropic({ baseURL, apiKey: 'none' });
  const answer = await client.beta.messages.toolRunner({
    model: 'recorded',
    max_tokens: 100,
    messages: [{ role: 'user', content: 'Create an API key for me called "CI Pipeline"' }],
    tools: anthropicTools(service.tools, { actor: ada }),
  });
  expect(answer.content).toMatchObject([{ text: 'There you are.' }]);
  const results = JSON.parse(received[1] ?? '').messages.at(-1).content;
  expect(results).toMatchObject([
    { tool_use_id: 'toolu_1', content: expect.stringContaining('/settings/offers/') },
    { tool_use_id: 'toolu_2', is_error: true, content: expect.stringContaining('there is no such team') },
  ]);
});

it('the tool loop of the OpenAI SDK runs the tools', async () => {
  const service = agentService();
  const call = (id: string, name: string, input: unknown) => ({
    ...{ id, type: 'function' },
    function: { name, arguments: JSON.stringify(input) },
  });
  const completion = (message: unknown) => ({
    ...{ id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'recorded' },
    choices: [{ index: 0, finish_reason: 'stop', message }],
  });
  const { received, baseURL } = await modelThatAnswers([
    completion({
      role: 'assistant',
      content: null,
      tool_calls: [
        call('1', 'create_api_key', { name: 'CI' }),
        call('2', 'list_api_keys', { owner: 'grace' }),
      ],
    }),
    completion({ role: 'assistant', content: 'There you are.' }),
  ]);
  const client = new OpenAI({ baseURL, apiKey: 'none' });
  const runner = client.chat.completions.runTools({
    model: 'recorded',
    messages: [{ role: 'user', content: 'Create an API key for me called "CI"' }],
    tools: openaiTools(service.tools, { actor: ada }),
  });
  expect(await runner.finalContent()).toBe('There you are.');
  const { messages } = JSON.parse(received[1] ?? '');
  expect(messages.slice(2)).toMatchObject([
    { tool_call_id: '1', content: expect.stringContaining('/settings/offers/') },
    { tool_call_id: '2', content: expect.stringContaining('unknown: owner') },
  ]);
});
