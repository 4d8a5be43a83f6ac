import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn, startWorkspace, statusWith, type WorkspaceProcess } from '../workspace-process.js';
import { connectAgent, revisions } from './agent-client.js';

const password = 'correct horse battery staple';
let directory: string;
let environment: Record<string, string>;
const processes: WorkspaceProcess[] = [];
let proxy: Server;
let url: string;
/** How many requests each process has answered. */
let answered = [0, 0];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'postern-mcp-'));
  environment = {
    DATABASE_URL: `sqlite:${join(directory, 'workspace.sqlite')}`,
    WORKSPACE_PASSWORD: password,
  };
  for (let count = 0; count < 2; count += 1) processes.push(await startWorkspace(environment));
  let requests = 0;
  proxy = createServer(async (incoming, outgoing) => {
    const turn = requests++ % processes.length;
    answered[turn] = (answered[turn] ?? 0) + 1;
    const {
      host: _host,
      connection: _connection,
      'transfer-encoding': _framing,
      ...headers
    } = incoming.headers;
    const hasBody = incoming.method !== 'GET' && incoming.method !== 'HEAD';
    const response = await fetch(`${processes[turn]?.url}${incoming.url}`, {
      method: incoming.method ?? 'GET',
      headers: headers as Record<string, string>,
      redirect: 'manual',
      ...(hasBody && { body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' }),
    } as RequestInit);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});
afterAll(async () => {
  proxy.closeAllConnections();
  proxy.close();
  await Promise.all(processes.map((workspace) => workspace.stop()));
  rmSync(directory, { recursive: true });
});

describe.each(revisions)('two processes behind a proxy that alternates, revision %s', (revision) => {
  it('a client goes on working after one of them has restarted', async () => {
    answered = [0, 0];
    const ada = await signIn(processes[0]?.url ?? '', 'ada@example.com', password);
    const { token } = await ada.issueKey({ name: 'Agent', scopes: ['keys:offer'] });
    const victim = await ada.issueKey({ name: 'Old' });
    const agent = await connectAgent(revision, { url }, token);
    const listed = async () =>
      expect(await agent.call('list_api_keys')).toMatchObject({
        content: [{ text: expect.stringContaining('keys') }, {}],
      });
    for (let round = 0; round < 4; round += 1) await listed();
    await processes[1]?.stop();
    processes[1] = await startWorkspace(environment);
    for (let round = 0; round < 4; round += 1) await listed();
    expect(Math.min(...answered)).toBeGreaterThan(3);

    const offered = await agent.call('create_api_key', { name: 'CI Pipeline' });
    expect(offered.structuredContent).toMatchObject({ name: 'CI Pipeline', does: 'creates_a_key' });
    // A key may not delete, so no one is asked: its person gets a link.
    expect(await agent.call('revoke_api_key', { key_id: victim.id })).toMatchObject({
      structuredContent: { deleted: false, url: expect.stringContaining('/delete') },
    });
    expect(await statusWith(url, victim.token)).toBe(200);
  });
});
