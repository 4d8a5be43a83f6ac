import type Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { type Session, signIn } from './client.js';
import { startTestWorkspace } from './test-workspace.js';

interface Started {
  readonly url: string;
  readonly session: Session;
  readonly token: string;
  readonly id: string;
  /** How many requests have been refused so far. */
  readonly refusals: () => number;
}

/** Starts a workspace in which ada has a key. */
export async function startWithKey(body?: object): Promise<Started> {
  const { url, log } = await startTestWorkspace();
  const session = await signIn(url, 'ada');
  const refusals = () => log.filter((line) => line.includes('"event":"refused"')).length;
  return { url, session, refusals, ...(await session.issueKey(body)) };
}

export const question = {
  model: 'auto',
  max_tokens: 1024,
  messages: [{ role: 'user' as const, content: 'Hello' }],
};

/** Tests that must pass with any major version of the Anthropic SDK. */
export function anthropicSdkTests(name: string, Sdk: typeof Anthropic): void {
  describe(name, () => {
    const client = (url: string, token: string) =>
      new Sdk({ baseURL: `${url}/api/anthropic`, apiKey: token, maxRetries: 0 });

    it('gets an answer', async () => {
      const { url, token } = await startWithKey();
      const message = await client(url, token).messages.create(question);
      expect(message.content[0]).toMatchObject({
        type: 'text',
        text: expect.stringContaining('not a model'),
      });
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

    it('counts as many tokens as an answer does', async () => {
      const { url, token } = await startWithKey();
      const { messages } = client(url, token);
      const asked = { model: 'claude-sonnet-5-5', messages: question.messages, system: 'Be kind.' };
      const { input_tokens } = await messages.countTokens(asked);
      expect(input_tokens).toBe(3);
      expect((await messages.create({ ...asked, max_tokens: 9 })).usage.input_tokens).toBe(3);
    });

    it('finds the model, even by the name of a provider’s model, and no other', async () => {
      const { url, token } = await startWithKey();
      const { models } = client(url, token);
      const listed: string[] = [];
      for await (const { id } of models.list()) listed.push(id);
      expect(listed).toEqual(['auto']);
      expect(await models.retrieve('claude-sonnet-5-5')).toMatchObject({ id: 'auto', type: 'model' });
      await expect(models.retrieve('other')).rejects.toThrow(Sdk.NotFoundError);
    });

    it('throws its own errors for a revoked key, a missing permission and an unknown model', async () => {
      const { url, session, token, id } = await startWithKey();
      const narrow = await session.issueKey({ name: 'narrow', scopes: ['agents:read'] });
      const { messages } = client(url, token);
      await expect(messages.create({ ...question, model: 'other' })).rejects.toThrow(Sdk.NotFoundError);
      await expect(client(url, narrow.token).messages.create(question)).rejects.toThrow(
        Sdk.PermissionDeniedError,
      );
      await session.call(`/api/user/keys/${id}`, { method: 'DELETE' });
      await expect(messages.create(question)).rejects.toThrow(Sdk.AuthenticationError);
      await expect(messages.create({ ...question, stream: true })).rejects.toThrow(Sdk.AuthenticationError);
    });
  });
}
