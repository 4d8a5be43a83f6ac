import type { Actor, Owner } from '@postern/core';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ada, agentService, deployBot, grace, platform } from '../../test-support/agent-service.js';
import { httpClient, type PersonAnswers, revisions, stdioClient } from '../../test-support/mcp-clients.js';
import { modern } from '../../test-support/mcp-requests.js';
import type { KeyTool } from '../tool.js';
import { type McpHandler, mcpHandler } from './index.js';

const stateKey = 'the same secret in every process of one service';
const yes = { confirm: { action: 'accept', content: { confirm: true } } };

const answers: readonly (readonly [string, PersonAnswers, boolean])[] = [
  ['agrees', () => 'accept', true],
  ['declines', () => 'decline', false],
];

describe.each(answers)('if the person %s', (_what, answer, isDeleted) => {
  it.each([
    ['HTTP', '2026-07-28'],
    ['standard input and output', '2026-07-28'],
    ['standard input and output', '2025-11-25'],
  ] as const)('a key is deleted over %s, revision %s, or not', async (over, revision) => {
    const service = agentService();
    const { token, key } = await service.issue();
    const asked = vi.fn(answer);
    const client =
      over === 'HTTP'
        ? await httpClient(revision, mcpHandler(service.tools), { actor: ada, answers: asked })
        : await stdioClient(revision, service.tools, { authenticate: () => ada, answers: asked });
    const result = await client.call('revoke_api_key', { key_id: key.id });
    expect(result.structuredContent).toMatchObject({ deleted: isDeleted });
    expect(asked).toHaveBeenCalledTimes(1);
    expect(await service.isLive(token)).toBe(!isDeleted);
  });
});

it('a client of an earlier revision gets a link over HTTP, since no process remembers that it can ask', async () => {
  const service = agentService();
  const { token, key } = await service.issue();
  const asked = vi.fn(() => 'accept' as const);
  const client = await httpClient('2025-11-25', mcpHandler(service.tools), { actor: ada, answers: asked });
  expect(await client.call('revoke_api_key', { key_id: key.id })).toMatchObject({
    structuredContent: { deleted: false, url: expect.stringContaining(`/keys/${key.id}/delete`) },
  });
  expect(asked).not.toHaveBeenCalled();
  expect(await service.isLive(token)).toBe(true);
});

it.each(revisions)('no one is asked about what the policy does not allow, revision %s', async (revision) => {
  const service = agentService();
  const { key } = await service.issue(platform);
  const asked = vi.fn(() => 'accept' as const);
  const options = { authenticate: () => grace, answers: asked };
  const client = await stdioClient(revision, service.tools, options);
  expect(await client.call('revoke_api_key', { key_id: key.id })).toMatchObject({
    isError: true,
    content: [{ text: 'Nothing was done: only admins of the team can manage its keys.' }],
  });
  expect(asked).not.toHaveBeenCalled();
});

it('access that ends while the person is asked ends the call', async () => {
  for (const revision of revisions) {
    const service = agentService();
    const { token, key } = await service.issue();
    let actor: Actor | null = ada;
    const client = await stdioClient(revision, service.tools, {
      authenticate: () => actor,
      answers() {
        actor = null;
        return 'accept';
      },
    });
    expect(await client.call('revoke_api_key', { key_id: key.id })).toMatchObject({ isError: true });
    expect(await service.isLive(token)).toBe(true);
  }
});

/** A service with a key of Ada's, and an agent of hers that was told to delete it. */
async function asked(handlerOptions: Parameters<typeof mcpHandler>[1] = { stateKey }) {
  const service = agentService();
  const { token, key } = await service.issue();
  const handler = mcpHandler(service.tools, handlerOptions);
  const input = { key_id: key.id };
  const { result } = await sent(handler, input, {});
  return { service, token, key, handler, input, requestState: String(result?.requestState), result };
}

interface Answered {
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly message: string };
}

async function sent(
  handler: McpHandler,
  input: object,
  answer: object,
  actor: Actor = ada,
): Promise<Answered> {
  const call = { name: 'revoke_api_key', arguments: input, ...answer };
  return (await (await handler.fetch(modern('tools/call', call), actor)).json()) as Answered;
}

describe('a question to a person', () => {
  it('names the key and the consequence, and the state that the client carries holds neither', async () => {
    const { result, requestState, key } = await asked();
    expect(result).toMatchObject({
      resultType: 'input_required',
      inputRequests: {
        confirm: {
          method: 'elicitation/create',
          params: { message: expect.stringMatching(/^Delete the API key "CI Pipeline".*stop working/s) },
        },
      },
    });
    expect(Buffer.from(requestState.split('.')[1] ?? '', 'base64url').toString()).not.toContain(key.id);
  });

  it('can be answered to another process of the service', async () => {
    const { service, token, input, requestState } = await asked();
    const other = mcpHandler(service.tools, { stateKey });
    await sent(other, input, { inputResponses: yes, requestState });
    expect(await service.isLive(token)).toBe(false);
  });

  it('M08 counts only with a state of this service, unaltered and not older than five minutes', async () => {
    const { service, token, handler, input, requestState } = await asked();
    const elsewhere = await asked({ stateKey: 'the secret of quite another service' });
    const [version, body = '', mac] = requestState.split('.');
    const forged = Buffer.from(
      JSON.stringify({ ...JSON.parse(Buffer.from(body, 'base64url').toString()), exp: 9_999_999_999 }),
    ).toString('base64url');
    const states = [
      ...['', 'x', `${requestState}x`, requestState.slice(0, -1), elsewhere.requestState],
      `${version}.${forged}.${mac}`,
    ];
    for (const state of states)
      expect(await sent(handler, input, { inputResponses: yes, requestState: state })).toMatchObject({
        error: { code: -32_602, message: 'Invalid or expired requestState' },
      });

    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 5 * 60_000 + 1_000 });
    onTestFinished(() => void vi.useRealTimers());
    expect(await sent(handler, input, { inputResponses: yes, requestState })).toMatchObject({
      error: { code: -32_602 },
    });
    expect(await service.isLive(token)).toBe(true);
  });

  it('M08 is asked again if the answer comes without the state, or the state without an answer', async () => {
    const { service, token, handler, input, requestState } = await asked();
    const halves = [
      { inputResponses: yes },
      { requestState },
      { requestState, inputResponses: {} },
      { requestState, inputResponses: { other: yes.confirm } },
      { requestState, inputResponses: { confirm: { roots: [] } } },
    ];
    for (const half of halves)
      expect(await sent(handler, input, half)).toMatchObject({ result: { resultType: 'input_required' } });
    expect(await service.isLive(token)).toBe(true);
  });

  it.each([
    ['a no', { action: 'accept', content: { confirm: false } }],
    ['no field', { action: 'accept', content: {} }],
    ['a text', { action: 'accept', content: { confirm: 'true' } }],
    ['a dismissal', { action: 'cancel' }],
  ])('M08 deletes nothing after %s', async (_what, confirm) => {
    const { service, token, handler, input, requestState } = await asked();
    const { result } = await sent(handler, input, { inputResponses: { confirm }, requestState });
    expect(result).toMatchObject({ structuredContent: { deleted: false } });
    expect(await service.isLive(token)).toBe(true);
  });

  it('M08 cannot be answered by another actor, or for another key', async () => {
    const { service, token, handler, input, requestState } = await asked();
    const other = await service.issue();
    const ofTeam = await service.issue(platform);
    const agent: Actor = { kind: 'key', id: ofTeam.key.id, owner: platform, permissions: [] };
    const answer = { inputResponses: yes, requestState };
    expect(await sent(handler, { key_id: other.key.id }, answer)).toMatchObject({
      result: { resultType: 'input_required' },
    });
    for (const actor of [grace, agent, { kind: 'user', id: deployBot.id } as const])
      expect(await sent(handler, input, answer, actor)).toMatchObject({ result: { isError: true } });
    // The policy lets this actor delete the key as well, but it was not the one who was asked.
    const about = { key_id: ofTeam.key.id };
    const { result } = await sent(handler, about, {});
    const job: Actor = { kind: 'system', id: 'ada' };
    expect(
      await sent(handler, about, { inputResponses: yes, requestState: result?.requestState }, job),
    ).toMatchObject({ result: { resultType: 'input_required' } });
    for (const issued of [token, other.token, ofTeam.token]) expect(await service.isLive(issued)).toBe(true);
  });

  it('M08 cannot be answered for another tool', async () => {
    const done: string[] = [];
    const toolThatAsks = (name: string): KeyTool => ({
      ...{ name, description: name, inputSchema: { type: 'object', properties: {} } },
      annotations: {
        ...{ title: name, readOnlyHint: false, destructiveHint: true },
        ...{ idempotentHint: true, openWorldHint: false },
      },
      async run(_input, { confirm }) {
        const answer = await confirm?.({ question: 'Delete it?', keyId: 'k', keyVersion: '1' });
        if (answer === 'yes') done.push(name);
        return { text: String(answer), data: {}, isError: false };
      },
    });
    const handler = mcpHandler([toolThatAsks('revoke_api_key'), toolThatAsks('revoke_all')]);
    const ask = async (name: string, answer: object = {}) => {
      const request = modern('tools/call', { name, arguments: {}, ...answer });
      return ((await (await handler.fetch(request, ada)).json()) as Answered).result;
    };
    const requestState = (await ask('revoke_api_key'))?.requestState;
    const answer = { inputResponses: yes, requestState };
    expect(await ask('revoke_all', answer)).toMatchObject({ resultType: 'input_required' });
    expect(done).toEqual([]);
    await ask('revoke_api_key', answer);
    expect(done).toEqual(['revoke_api_key']);
  });

  it('M08 is worth nothing to a person who may no longer name the owner of the key', async () => {
    const owners: Owner[] = [ada];
    const service = agentService({ ownersOf: () => owners });
    const { token, key } = await service.issue();
    const handler = mcpHandler(service.tools, { stateKey });
    const input = { key_id: key.id };
    const { result } = await sent(handler, input, {});
    owners.length = 0;
    const answer = { inputResponses: yes, requestState: result?.requestState };
    expect(await sent(handler, input, answer)).toMatchObject({
      result: { isError: true, content: [{ text: 'Nothing was done: there is no such key.' }] },
    });
    expect(await service.isLive(token)).toBe(true);
  });

  it('M08 is asked again if the key has changed since', async () => {
    const { service, token, key, handler, input, requestState } = await asked();
    await service.keys.rename(key.id, { actor: ada, name: 'Production' });
    const again = await sent(handler, input, { inputResponses: yes, requestState });
    expect(again).toMatchObject({
      result: {
        inputRequests: { confirm: { params: { message: expect.stringContaining('"Production"') } } },
      },
    });
    expect(await service.isLive(token)).toBe(true);
    await sent(handler, input, { inputResponses: yes, requestState: again.result?.requestState });
    expect(await service.isLive(token)).toBe(false);
  });

  it('M08 a replayed answer changes nothing', async () => {
    const { service, key, handler, input, requestState } = await asked();
    const answer = { inputResponses: yes, requestState };
    await sent(handler, input, answer);
    const { entries } = await service.keys.history({ keyId: key.id, actor: ada });
    expect(await sent(handler, input, answer)).toMatchObject({
      result: { content: [{ text: 'It was already deleted.' }, {}] },
    });
    expect((await service.keys.history({ keyId: key.id, actor: ada })).entries).toEqual(entries);
  });
});
