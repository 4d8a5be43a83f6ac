import { Agent, OpenAIProvider, Runner, tool } from '@openai/agents';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startWithKey } from '../../../examples/workspace/test-support/anthropic-sdk-tests.js';

interface Started {
  readonly url: string;
  readonly token: string;
}

const weather = tool({
  name: 'weather',
  description: 'Reports the weather',
  parameters: z.object({ city: z.string() }),
  execute: async ({ city }) => `It rains in ${city}.`,
});

describe.each([
  ['the Responses API, its default', true],
  ['chat completions', false],
])('@openai/agents using %s', (_way, useResponses) => {
  function runnerAt({ url, token }: Started): Runner {
    const modelProvider = new OpenAIProvider({
      apiKey: token,
      baseURL: `${url}/api/openai/v1`,
      useResponses,
    });
    return new Runner({ modelProvider, tracingDisabled: true });
  }

  /** Uses the SDK's default model. */
  const agent = new Agent({ name: 'Helper', instructions: 'Be kind.', tools: [weather] });

  it('runs an agent that may call a tool', async () => {
    const { finalOutput } = await runnerAt(await startWithKey()).run(agent, 'Hello');
    expect(finalOutput).toMatch(/not a model\. You said: Hello$/);
  });

  it('streams a run', async () => {
    const result = await runnerAt(await startWithKey()).run(agent, 'Hello', { stream: true });
    const pieces: string[] = [];
    for await (const piece of result.toTextStream()) pieces.push(piece);
    await result.completed;
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join('')).toBe(result.finalOutput);
  });

  it('continues a conversation', async () => {
    const runner = runnerAt(await startWithKey());
    const { history } = await runner.run(agent, 'one');
    const { finalOutput } = await runner.run(agent, [...history, { role: 'user', content: 'two' }]);
    expect(finalOutput).toMatch(/You said: two$/);
  });

  it('gets a clear error if a tool is required', async () => {
    const runner = runnerAt(await startWithKey());
    const demanding = agent.clone({ modelSettings: { toolChoice: 'required' } });
    await expect(runner.run(demanding, 'Hello')).rejects.toThrow(/tool_choice: only "auto" or "none"/);
  });

  it('does not repeat a request with a revoked key', async () => {
    const { url, session, token, id, refusals } = await startWithKey();
    await session.call(`/api/user/keys/${id}`, { method: 'DELETE' });
    await expect(runnerAt({ url, token }).run(agent, 'Hello')).rejects.toMatchObject({ status: 401 });
    expect(refusals()).toBe(1);
  });
});
