import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { anthropicSdkTests, question, startWithKey } from '../test-support/anthropic-sdk-tests.js';

anthropicSdkTests('@anthropic-ai/sdk 1.12, which sends Bearer', Anthropic);

describe('openai 6, which sends Bearer', () => {
  const client = (url: string, token: string) =>
    new OpenAI({ baseURL: `${url}/api/openai/v1`, apiKey: token, maxRetries: 0 });
  const { max_tokens: _, ...chat } = question;

  it('gets an answer', async () => {
    const { url, token } = await startWithKey();
    const completion = await client(url, token).chat.completions.create(chat);
    expect(completion.choices[0]?.message.content).toContain('not a model');
    expect(completion.choices[0]?.finish_reason).toBe('stop');
  });

  it('gets the same answer as a stream, with the usage if it asks for it', async () => {
    const { url, token } = await startWithKey();
    const { chat: api } = client(url, token);
    const stream = api.completions.stream({ ...chat, stream_options: { include_usage: true } });
    const streamed = await stream.finalChatCompletion();
    const plain = await api.completions.create(chat);
    expect(streamed.choices[0]?.message.content).toBe(plain.choices[0]?.message.content);
    expect(streamed.usage).toEqual(plain.usage);
  });

  it('gets an answer from the Responses API', async () => {
    const { url, token } = await startWithKey();
    const response = await client(url, token).responses.create({ model: 'gpt-5', input: 'Hello' });
    expect(response.output_text).toMatch(/not a model\. You said: Hello$/);
    expect(response).toMatchObject({ status: 'completed', usage: { input_tokens: 1 } });
  });

  it('gets the same answer from the Responses API as a stream, even if it is cut off', async () => {
    const { url, token } = await startWithKey();
    const { responses } = client(url, token);
    for (const max_output_tokens of [16, 3]) {
      const asked = {
        model: 'auto',
        input: [{ role: 'user' as const, content: 'Hello' }],
        max_output_tokens,
      };
      const deltas: string[] = [];
      const stream = responses.stream(asked);
      stream.on('response.output_text.delta', ({ delta }) => void deltas.push(delta));
      const streamed = await stream.finalResponse();
      const plain = await responses.create(asked);
      expect(streamed.output_text).toBe(plain.output_text);
      expect([streamed.status, streamed.usage]).toEqual([plain.status, plain.usage]);
      expect(deltas.join('')).toBe(plain.output_text);
    }
  });

  it('finds the model, even by the name of a provider’s model, and no other', async () => {
    const { url, token } = await startWithKey();
    const { models } = client(url, token);
    expect((await models.list()).data.map(({ id }) => id)).toEqual(['auto']);
    expect(await models.retrieve('gpt-5')).toMatchObject({ id: 'auto', object: 'model' });
    await expect(models.retrieve('other')).rejects.toThrow(OpenAI.NotFoundError);
  });

  it('throws its own errors for a revoked key, a missing permission and an unknown model', async () => {
    const { url, session, token, id } = await startWithKey();
    const narrow = await session.issueKey({ name: 'narrow', scopes: ['agents:read'] });
    const { completions } = client(url, token).chat;
    await expect(completions.create({ ...chat, model: 'other' })).rejects.toThrow(OpenAI.NotFoundError);
    await expect(client(url, narrow.token).chat.completions.create(chat)).rejects.toThrow(
      OpenAI.PermissionDeniedError,
    );
    await session.call(`/api/user/keys/${id}`, { method: 'DELETE' });
    await expect(completions.create(chat)).rejects.toThrow(OpenAI.AuthenticationError);
    await expect(completions.create({ ...chat, stream: true })).rejects.toThrow(OpenAI.AuthenticationError);
  });
});
