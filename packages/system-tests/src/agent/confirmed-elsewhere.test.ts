import { fileURLToPath } from 'node:url';
import { createApiKeys, eachOwner, selfService } from '@postern/core';
import { insecureHasher } from '@postern/core/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sqliteDatabase } from '../../test-support/database.js';
import { type ForkedProcess, startForked } from '../forked-process.js';
import { connectClient, httpTransport } from './agent-client.js';

const program = fileURLToPath(new URL('../../test-support/confirming-service.mjs', import.meta.url));
const stateKey = 'the same secret in every process of one service';
const ada = { kind: 'user', id: 'ada' } as const;

describe('a question to a person', () => {
  it.each([
    ['another process', 1],
    ['the same process, which was restarted', 0],
  ] as const)('M08 can be answered to %s, once', async (_where, answeredBy) => {
    const service = await startService();
    let deletedBefore: unknown;
    const agent = await service.connect(async () => {
      deletedBefore = await service.deletions();
      await service.restart(0);
      service.turn = answeredBy;
    });
    expect(await agent.deleteKey()).toMatchObject({
      structuredContent: { key_id: service.keyId, deleted: true },
    });
    expect(deletedBefore).toEqual([]);
    const deletions = await service.deletions();
    expect(deletions).toMatchObject([{ actor: { kind: 'key' } }]);

    for (const turn of [0, 1]) {
      service.turn = turn;
      expect(await agent.repeatAnswer()).toMatchObject({
        result: { content: [{ text: 'It was already deleted.' }, {}] },
      });
    }
    expect(await service.deletions()).toEqual(deletions);
  });

  it.each([
    ['altered', (state: string) => state.replace(/[^.]+$/, reversed), stateKey],
    ['of a process with another secret', (state: string) => state, 'the secret of quite another service'],
  ])('M08 deletes nothing if its state is %s', async (_what, alter, secretOfOther) => {
    const service = await startService();
    let asked = 0;
    const agent = await service.connect(async () => {
      asked += 1;
      await service.restart(1, secretOfOther);
      service.turn = 1;
    }, alter);
    await expect(agent.deleteKey()).rejects.toThrow('Invalid or expired requestState');
    expect(asked).toBe(1);
    expect(await service.deletions()).toEqual([]);
  });
});

const reversed = (text: string) => [...text].reverse().join('');

/** Two processes of a service, and a key of Ada's that her agent is told to delete. */
async function startService() {
  const database = await sqliteDatabase();
  const storage = database.open();
  const processes: ForkedProcess<{ readonly url: string }>[] = [];
  onTestFinished(async () => {
    await Promise.all(processes.map((one) => one.stop()));
    await storage.close();
    await database.remove();
  });
  await storage.migrate();
  const keys = createApiKeys({
    repository: storage.repository,
    hasher: insecureHasher(),
    owners: eachOwner(() => ({ active: true, permissions: [] })),
    policy: selfService(),
  });
  const { token } = await keys.issue({ owner: ada, actor: ada, name: 'Agent' });
  const { key } = await keys.issue({ owner: ada, actor: ada, name: 'Old' });
  const start = (secret: string) =>
    startForked<{ readonly url: string }>(program, [JSON.stringify(database.description), secret]);
  processes.push(...(await Promise.all([start(stateKey), start(stateKey)])));

  const service = {
    keyId: key.id,
    /** Which of the processes gets the next request. */
    turn: 0,
    async restart(index: number, secret = stateKey) {
      await processes[index]?.stop();
      processes[index] = await start(secret);
    },
    async deletions() {
      const { entries } = await keys.history({ keyId: key.id, actor: ada });
      return entries.filter(({ action }) => action === 'revoked');
    },
    /** Connects an agent whose person agrees, after `whenAsked`. `alter` changes the states that it sends back. */
    async connect(whenAsked: () => Promise<void>, alter = (state: string) => state) {
      let last: RequestInit = {};
      const send = (init: RequestInit) => fetch(`${processes[service.turn]?.url}/mcp`, init);
      const transport = httpTransport('2026-07-28', 'http://service.example.com', {
        requestInit: { headers: { Authorization: `Bearer ${token}` } },
        fetch(_url, init = {}) {
          last = { ...init, body: withState(init.body, alter) };
          return send(last);
        },
      });
      const client = await connectClient('2026-07-28', transport, async () => {
        await whenAsked();
        return { action: 'accept', content: { confirm: true } };
      });
      return {
        deleteKey: () => client.callTool({ name: 'revoke_api_key', arguments: { key_id: key.id } }),
        repeatAnswer: async () => (await send({ ...last, signal: null })).json(),
      };
    },
  };
  return service;
}

/** Changes the state in a message, if there is one. */
function withState(body: unknown, alter: (state: string) => string): string {
  const message = JSON.parse(String(body));
  const { requestState } = message.params ?? {};
  if (requestState !== undefined) message.params.requestState = alter(requestState);
  return JSON.stringify(message);
}
