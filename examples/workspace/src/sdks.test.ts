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

  it('gets the same answer as a stream, with the usage where it is asked for', async () => {
    const { url, token } = await startWithKey();
    const { chat: api } = client(url, token);
    const stream = api.completions.stream({ ...chat, stream_options: { include_usage: true } });
    const streamed = await stream.finalChatCompletion();
    const plain = await api.completions.create(chat);
    expect(streamed.choices[0]?.message.content).toBe(plain.choices[0]?.message.content);
    expect(streamed.usage).toEqual(plain.usage);
  });

  it('throws its own errors: revoked, without the permission, and for a model that is not there', async () => {
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
