import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { expect, it } from 'vitest';
import { ada, agentService, grace } from '../test-support/agent-service.js';
import { recordedModel, saysText, usesTools } from '../test-support/recorded-model.js';
import { anthropicTools, openaiTools } from './index.js';

it('the tool loop of the Anthropic SDK runs the tools', async () => {
  const service = agentService({ inventory: true });
  await service.issue(grace, 'Laptop');
  const { received, baseURL } = await recordedModel([
    usesTools(
      ['create_api_key', { name: 'CI Pipeline' }],
      ['create_api_key', { name: 'hook', team: 'Sales' }],
      ['inventory_api_keys', { kinds: ['user'] }],
    ),
    saysText('There you are.'),
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
    { tool_use_id: 'toolu_0', content: expect.stringContaining('/settings/offers/') },
    { tool_use_id: 'toolu_1', is_error: true, content: expect.stringContaining('there is no such team') },
    {
      tool_use_id: 'toolu_2',
      content: expect.stringMatching(/^There is one key\.\n.*"created_by":"user:grace"/),
    },
  ]);
});

it('the tool loop of the OpenAI SDK runs the tools', async () => {
  const service = agentService({ inventory: true });
  await service.issue(grace, 'Laptop');
  const call = (id: string, name: string, input: unknown) => ({
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(input) },
  });
  const completion = (message: unknown) => ({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'recorded',
    choices: [{ index: 0, finish_reason: 'stop', message }],
  });
  const { received, baseURL } = await recordedModel([
    completion({
      role: 'assistant',
      content: null,
      tool_calls: [
        call('1', 'create_api_key', { name: 'CI' }),
        call('2', 'list_api_keys', { owner: 'grace' }),
        call('3', 'inventory_api_keys', { kinds: ['user'] }),
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
    { tool_call_id: '3', content: expect.stringMatching(/^There is one key\.\n.*"created_by":"user:grace"/) },
  ]);
});
