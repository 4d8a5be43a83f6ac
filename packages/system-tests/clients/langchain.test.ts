import { ChatAnthropic } from '@langchain/anthropic';
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { HumanMessage } from '@langchain/core/messages';
import { ChatOpenAI } from '@langchain/openai';
import { describe, expect, it } from 'vitest';
import { startWithKey } from '../../../examples/workspace/test-support/anthropic-sdk-tests.js';

interface Started {
  readonly url: string;
  readonly token: string;
}

const ways: Readonly<Record<string, (started: Started) => BaseChatModel>> = {
  'ChatAnthropic and its default model': ({ url, token }) =>
    new ChatAnthropic({ apiKey: token, anthropicApiUrl: `${url}/api/anthropic` }),
  'ChatOpenAI and its default model': ({ url, token }) =>
    new ChatOpenAI({ apiKey: token, configuration: { baseURL: `${url}/api/openai/v1` } }),
  'ChatOpenAI using the Responses API': ({ url, token }) =>
    new ChatOpenAI({
      apiKey: token,
      useResponsesApi: true,
      configuration: { baseURL: `${url}/api/openai/v1` },
    }),
};

describe.each(Object.entries(ways))('@langchain 1 with %s', (_way, modelOf) => {
  it('gets an answer, with its usage', async () => {
    const { text, usage_metadata } = await modelOf(await startWithKey()).invoke('Hello');
    expect(text).toMatch(/not a model\. You said: Hello$/);
    expect(usage_metadata).toMatchObject({ input_tokens: 1, output_tokens: text.split(' ').length });
  });

  it('gets the same answer as a stream', async () => {
    const model = modelOf(await startWithKey());
    const pieces: string[] = [];
    for await (const { text } of await model.stream('Hello')) pieces.push(text);
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join('')).toBe((await model.invoke('Hello')).text);
  });

  it('continues a conversation with the message that it received', async () => {
    const model = modelOf(await startWithKey());
    const first = await model.invoke([new HumanMessage('one')]);
    const { text } = await model.invoke([new HumanMessage('one'), first, new HumanMessage('two')]);
    expect(text).toMatch(/You said: two$/);
  });

  it('does not repeat a request with a revoked key', async () => {
    const { url, session, token, id, refusals } = await startWithKey();
    await session.call(`/api/user/keys/${id}`, { method: 'DELETE' });
    await expect(modelOf({ url, token }).invoke('Hello')).rejects.toMatchObject({ status: 401 });
    expect(refusals()).toBe(1);
  });
});
