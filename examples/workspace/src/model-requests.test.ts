import { describe, expect, it } from 'vitest';
import { startWithKey } from '../test-support/anthropic-sdk-tests.js';
import { callWithToken } from '../test-support/client.js';

const messages = [{ role: 'user', content: 'Hello' }];
const schema = { type: 'json_schema', json_schema: { name: 'a', schema: {} } };
const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } };
const imageUrl = 'data:image/png;base64,AAAA';

/** Each route, with a minimal request, more fields that it accepts, and fields that it refuses. */
const routes = [
  {
    path: '/api/anthropic/v1/messages',
    least: { model: 'claude-sonnet-5-5', max_tokens: 99, messages },
    taken: [
      { tools: [{ name: 'a', input_schema: { type: 'object' } }], tool_choice: { type: 'auto' } },
      { tool_choice: { type: 'none' }, thinking: { type: 'enabled', budget_tokens: 1024 } },
      { system: [{ type: 'text', text: 'Be kind.' }], temperature: 0, metadata: { user_id: 'a' } },
      { messages: [{ role: 'user', content: [image, { type: 'text', text: 'Hello' }] }] },
      { stop_sequences: ['nowhere'], output_config: { effort: 'low' } },
    ],
    refused: [
      ['tool_choice.type', { tool_choice: { type: 'any' } }],
      ['tool_choice.type', { tool_choice: { type: 'tool', name: 'a' } }],
      ['tool_choice', { tool_choice: 'any' }],
      ['output_config.format', { output_config: { format: schema } }],
      ['output_format', { output_format: schema }],
      ['max_tokens', { max_tokens: null }],
      ['stop_sequences', { stop_sequences: [''] }],
      ['stop_sequences', { stop_sequences: Array.from({ length: 17 }, String) }],
      ['n', { n: 2 }],
      ['messages.0.role', { messages: [{ role: 'developer', content: 'Hello' }] }],
      ['messages.0.content.0.type', { messages: [{ role: 'user', content: [{ type: 'hologram' }] }] }],
      ['messages.0.content.0.text', { messages: [{ role: 'user', content: [{ type: 'text' }] }] }],
    ],
    alone: { messages: [...messages, { role: 'user', content: [image] }] },
  },
  {
    path: '/api/openai/v1/chat/completions',
    least: { model: 'gpt-4o', messages },
    taken: [
      { n: 1, stop: 'nowhere', temperature: 0, seed: 7, user: 'a' },
      { stop: null, response_format: { type: 'text' }, tool_choice: 'auto', parallel_tool_calls: true },
      { messages: [{ role: 'developer', content: 'Be kind.' }, ...messages] },
    ],
    refused: [
      ['n', { n: 2 }],
      ['tool_choice', { tool_choice: 'required' }],
      ['tool_choice', { tool_choice: { type: 'function', function: { name: 'a' } } }],
      ['response_format.type', { response_format: { type: 'json_object' } }],
      ['response_format.type', { response_format: schema }],
      ['logprobs', { logprobs: true }],
      ['modalities', { modalities: ['text', 'audio'] }],
      ['stop', { stop: 7 }],
      ['stream_options', { stream: true, stream_options: 'usage' }],
      ['stream_options.include_usage', { stream: true, stream_options: { include_usage: 'yes' } }],
      ['max_completion_tokens', { max_completion_tokens: 0 }],
      ['messages.0.content.0.type', { messages: [{ role: 'user', content: [{ type: 'hologram' }] }] }],
    ],
    alone: {
      messages: [
        ...messages,
        { role: 'user', content: [{ type: 'image_url', image_url: { url: imageUrl } }] },
      ],
    },
  },
  {
    path: '/api/openai/v1/responses',
    least: { model: 'gpt-5', input: 'Hello' },
    taken: [
      { input: messages, instructions: 'Be kind.', store: true, include: ['reasoning.encrypted_content'] },
      { text: { format: { type: 'text' }, verbosity: 'low' }, reasoning: { effort: 'low' } },
      { input: [{ type: 'item_reference', id: 'msg_1' }, ...messages], previous_response_id: null },
    ],
    refused: [
      ['instructions', { instructions: ['Be kind.'] }],
      ['tool_choice', { tool_choice: 'required' }],
      ['text.format.type', { text: { format: { type: 'json_schema', name: 'a', schema: {} } } }],
      ['previous_response_id', { previous_response_id: 'resp_1' }],
      ['conversation', { conversation: 'conv_1' }],
      ['background', { background: true }],
      ['prompt', { prompt: { id: 'pmpt_1' } }],
      ['input', { input: [] }],
      ['input.0.type', { input: [{ type: 'computer_call' }] }],
      ['max_output_tokens', { max_output_tokens: 1.5 }],
    ],
    alone: {
      input: [...messages, { role: 'user', content: [{ type: 'input_image', image_url: imageUrl }] }],
    },
  },
] as const;

describe.each(routes)('a request to $path', ({ path, least, taken, refused, alone }) => {
  async function started() {
    const { url, token } = await startWithKey();
    return (body: object) =>
      callWithToken(url + path, token, { method: 'POST', body: { ...least, ...body } });
  }

  it('a request gets an answer if the responder supports its fields', async () => {
    const send = await started();
    for (const body of [{}, ...taken]) {
      const { status, text } = await send(body);
      expect([status, text]).toEqual([200, expect.stringContaining('You said: Hello')]);
    }
  });

  it('a request gets 400 if the responder does not support a field, and the error names it', async () => {
    const send = await started();
    for (const [field, body] of refused) {
      const { status, text } = await send(body);
      const { error } = JSON.parse(text) as { error: { type: string; message: string } };
      expect([status, error.type]).toEqual([400, 'invalid_request_error']);
      expect(error.message.split(':')[0]).toBe(field);
    }
  });

  it('an unknown field gets 400, and its name is quoted only if it is short', async () => {
    const send = await started();
    expect((await send({ surprise: 1 })).text).toContain('surprise: is not supported here');
    const { status, text } = await send({ ['x'.repeat(40)]: 1 });
    expect([status, text]).toEqual([400, expect.stringContaining('a field: is not supported here')]);
    expect((await send(JSON.parse('{"__proto__": 1}'))).status).toBe(400);
  });

  it('a last turn with only an image gets no answer to the previous turn', async () => {
    const send = await started();
    const { text } = await send(alone);
    expect(text).toContain('It reads only text, and you sent an image.');
    expect(text).not.toContain('Hello');
  });

  it('a model of another provider gets 404', async () => {
    const send = await started();
    for (const model of ['other', 'gemini-3-pro', path.includes('openai') ? 'claude-sonnet-5-5' : 'gpt-5'])
      expect((await send({ model })).status).toBe(404);
  });
});
