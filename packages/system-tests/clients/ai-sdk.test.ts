import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { APICallError, generateObject, generateText, type LanguageModel, streamText, tool } from 'ai';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startWithKey } from '../../../examples/workspace/test-support/anthropic-sdk-tests.js';

interface Started {
  readonly url: string;
  readonly token: string;
}

/** Each way in which the AI SDK asks for text, with the model names from its documentation. */
const ways: Readonly<Record<string, (started: Started) => LanguageModel>> = {
  'openai(…), which is the Responses API': ({ url, token }) =>
    createOpenAI({ baseURL: `${url}/api/openai/v1`, apiKey: token })('gpt-5'),
  'openai.chat(…)': ({ url, token }) =>
    createOpenAI({ baseURL: `${url}/api/openai/v1`, apiKey: token }).chat('gpt-4o'),
  'anthropic(…)': ({ url, token }) =>
    createAnthropic({ baseURL: `${url}/api/anthropic/v1`, apiKey: token })('claude-sonnet-4-5'),
  'anthropic(…) with a Bearer token': ({ url, token }) =>
    createAnthropic({ baseURL: `${url}/api/anthropic/v1`, authToken: token })('claude-sonnet-4-5'),
};

const weather = tool({
  description: 'Reports the weather',
  inputSchema: z.object({ city: z.string() }),
  execute: async ({ city }) => `It rains in ${city}.`,
});

describe.each(Object.entries(ways))('ai 6 with %s', (_way, modelOf) => {
  it('gets an answer, with its usage', async () => {
    const model = modelOf(await startWithKey());
    const { text, finishReason, usage } = await generateText({ model, prompt: 'Hello' });
    expect(text).toMatch(/not a model\. You said: Hello$/);
    expect(finishReason).toBe('stop');
    expect(usage).toMatchObject({ inputTokens: 1, outputTokens: text.split(' ').length });
  });

  it('gets the same answer as a stream', async () => {
    const model = modelOf(await startWithKey());
    const { textStream, finishReason, text } = streamText({ model, prompt: 'Hello' });
    const pieces: string[] = [];
    for await (const piece of textStream) pieces.push(piece);
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join('')).toBe((await generateText({ model, prompt: 'Hello' })).text);
    expect([await text, await finishReason]).toEqual([pieces.join(''), 'stop']);
  });

  it('continues a conversation with the messages that it received', async () => {
    const model = modelOf(await startWithKey());
    const first = await generateText({ model, system: 'Be kind.', prompt: 'one' });
    const { text } = await generateText({
      model,
      system: 'Be kind.',
      messages: [
        { role: 'user', content: 'one' },
        ...first.response.messages,
        { role: 'user', content: 'two' },
      ],
    });
    expect(text).toMatch(/You said: two$/);
  });

  it('gets an answer that is cut off at its limit', async () => {
    const model = modelOf(await startWithKey());
    const { text, finishReason } = await generateText({ model, prompt: 'Hello', maxOutputTokens: 16 });
    expect([text.split(' ').length, finishReason]).toEqual([14, 'stop']);
    const cut = await generateText({ model, prompt: 'a b c d e f g h', maxOutputTokens: 16 });
    expect([cut.text.trim().split(' ').length, cut.finishReason]).toEqual([16, 'length']);
  });

  it('may offer tools, but gets a clear error if it requires one', async () => {
    const model = modelOf(await startWithKey());
    const { text } = await generateText({ model, prompt: 'Hello', tools: { weather } });
    expect(text).toMatch(/You said: Hello$/);
    const required = generateText({ model, prompt: 'Hello', tools: { weather }, toolChoice: 'required' });
    await expect(required).rejects.toThrow(/^tool_choice.*only "auto" or "none" is supported here$/);
  });

  it('gets an answer saying that an image can’t be read', async () => {
    const model = modelOf(await startWithKey());
    const image = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const { text } = await generateText({
      model,
      messages: [
        { role: 'user', content: 'Hello' },
        { role: 'assistant', content: 'Hello' },
        { role: 'user', content: [{ type: 'image', image }] },
      ],
    });
    expect(text).toMatch(/It reads only text, and you sent an image\.$/);
  });

  it('gets an error if it asks for an object with a schema', async () => {
    const model = modelOf(await startWithKey());
    const schema = z.object({ name: z.string() });
    await expect(generateObject({ model, prompt: 'Hello', schema })).rejects.toThrow(APICallError);
  });

  it('does not repeat a request with a revoked key', async () => {
    const { url, session, token, id, refusals } = await startWithKey();
    await session.call(`/api/user/keys/${id}`, { method: 'DELETE' });
    const refused = generateText({ model: modelOf({ url, token }), prompt: 'Hello' });
    await expect(refused).rejects.toThrow(APICallError);
    await expect(refused).rejects.toMatchObject({
      statusCode: 401,
      isRetryable: false,
      message: 'The API key in this request is not valid.',
    });
    expect(refusals()).toBe(1);
  });
});
