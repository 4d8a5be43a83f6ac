import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { Actor } from '@postern/core';
import { describe, expect, it } from 'vitest';
import { ada, agentService } from '../../test-support/agent-service.js';
import { revisions, stdioClient } from '../../test-support/mcp-clients.js';
import { modern } from '../../test-support/mcp-requests.js';
import { serveStdio } from './index.js';

describe.each(revisions)('MCP over standard input and output, revision %s', (revision) => {
  it('lets a client list the tools and call them, until the input ends', async () => {
    const service = agentService();
    const client = await stdioClient(revision, service.tools, { authenticate: () => ada });
    expect(await client.tools()).toHaveLength(5);
    expect(await client.call('create_api_key', { name: 'CI' })).toMatchObject({
      structuredContent: { name: 'CI' },
    });
    client.hangUp();
    await client.ended;
  });

  it('checks access again for each call', async () => {
    const service = agentService();
    let answer: () => Actor | null = () => ada;
    const client = await stdioClient(revision, service.tools, { authenticate: () => answer() });
    expect(await client.call('list_api_keys')).not.toMatchObject({ isError: true });
    answer = () => null;
    expect(await client.call('list_api_keys')).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('connect again') }],
    });
    answer = () => {
      throw new Error('password=hunter2');
    };
    const failed = await client.call('list_api_keys');
    expect(failed).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('try again') }],
    });
    expect(JSON.stringify(failed)).not.toContain('hunter2');
  });
});

it('ends immediately if the input has already ended', async () => {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  stdin.destroy();
  await serveStdio([], { authenticate: () => ada, stdin, stdout });
});

it('tells a client that subscribes to changes that there are no subscriptions', async () => {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const ended = serveStdio([], { authenticate: () => ada, stdin, stdout });
  const responseTo = async (request: Request) => {
    stdin.write(`${await request.text()}\n`);
    return JSON.parse(String(...(await once(stdout, 'data'))));
  };
  const subscribe = () => responseTo(modern('subscriptions/listen', { notifications: {} }));
  const refusal = { id: 1, error: { code: -32_601, message: 'Method not found' } };
  // Before the connection has a revision, and after.
  expect(await subscribe()).toMatchObject(refusal);
  expect(await responseTo(modern('tools/list'))).toMatchObject({ id: 1, result: { tools: [] } });
  expect(await subscribe()).toMatchObject(refusal);
  stdin.end();
  await ended;
});
