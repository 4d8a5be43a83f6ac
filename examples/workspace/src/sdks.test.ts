import Anthropic1 from '@anthropic-ai/sdk';
import Anthropic0 from 'anthropic-sdk-0';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { type Session, signIn } from '../test-support/client.js';
import { startTestWorkspace } from '../test-support/test-workspace.js';

async function startWithKey(
  body?: object,
): Promise<{ url: string; session: Session; token: string; id: string }> {
  const { url } = await startTestWorkspace();
  const session = await signIn(url, 'ada');
  return { url, session, ...(await session.issueKey(body)) };
}

const question = {
  model: 'auto',
  max_tokens: 1024,
  messages: [{ role: 'user' as const, content: 'Hello' }],
};

describe.each([
  ['@anthropic-ai/sdk 0.137, which sends x-api-key', Anthropic0],
  ['@anthropic-ai/sdk 1.12, which sends Bearer', Anthropic1 as unknown as typeof Anthropic0],
])('%s', (_name, Anthropic) => {
  const client = (url: string, token: string) =>
    new Anthropic({ baseURL: `${url}/api/anthropic`, apiKey: token, maxRetries: 0 });

  it('gets an answer', async () => {
    const { url, token } = await startWithKey();
    const message = await client(url, token).messages.create(question);
    expect(message.content[0]).toMatchObject({ type: 'text', text: expect.stringContaining('not a model') });
    expect(message.usage).toEqual({ input_tokens: 1, output_tokens: expect.any(Number) });
  });

  it('gets the same answer as a stream', async () => {
    const { url, token } = await startWithKey();
    const pieces: string[] = [];
    const stream = client(url, token).messages.stream(question);
    stream.on('text', (text) => pieces.push(text));
    const streamed = await stream.finalMessage();
    const plain = await client(url, token).messages.create(question);
    expect(streamed.content).toMatchObject(plain.content);
    expect(streamed.stop_reason).toBe('end_turn');
    expect(pieces.length).toBeGreaterThan(1);
  });

  it('throws its own errors: revoked, without the permission, and for a model that is not there', async () => {
    const { url, session, token, id } = await startWithKey();
    const narrow = await session.issueKey({ name: 'narrow', scopes: ['agents:read'] });
    const { messages } = client(url, token);
    await expect(messages.create({ ...question, model: 'other' })).rejects.toThrow(Anthropic.NotFoundError);
    await expect(client(url, narrow.token).messages.create(question)).rejects.toThrow(
      Anthropic.PermissionDeniedError,
    );
    await session.call(`/api/user/keys/${id}`, { method: 'DELETE' });
    await expect(messages.create(question)).rejects.toThrow(Anthropic.AuthenticationError);
    await expect(messages.create({ ...question, stream: true })).rejects.toThrow(
      Anthropic.AuthenticationError,
    );
  });
});

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
