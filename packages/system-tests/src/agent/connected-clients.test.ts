import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { leakSearch } from '../leak-search.js';
import { signIn, startWorkspace, type WorkspaceProcess } from '../workspace-process.js';
import { stdioProgram } from './agent-client.js';
import { installMcpClients, pathOf, runMcpClient } from './mcp-clients.js';

const password = 'correct horse battery staple';
let directory: string;
let database: string;
let workspace: WorkspaceProcess;
let home: string;

beforeAll(async () => {
  installMcpClients();
  directory = mkdtempSync(join(tmpdir(), 'postern-mcp-'));
  database = `sqlite:${join(directory, 'workspace.sqlite')}`;
  workspace = await startWorkspace({ DATABASE_URL: database, WORKSPACE_PASSWORD: password });
}, 300_000);
afterAll(async () => {
  await workspace.stop();
  rmSync(directory, { recursive: true });
});
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'postern-home-'));
  return () => rmSync(home, { recursive: true });
});

async function issueKey() {
  const ada = await signIn(workspace.url, 'ada@example.com', password);
  return ada.issueKey({ name: 'Agent', scopes: ['keys:offer'] });
}

const eras = ['legacy', 'modern'] as const;
const places = ['Streamable HTTP', 'standard input and output'] as const;

describe.each(places.flatMap((over) => eras.map((era) => ({ over, era }))))(
  'the Inspector on its command line, over $over, the $era protocol',
  { timeout: 60_000 },
  ({ over, era }) => {
    /** Connects as docs/agent.md says. */
    async function inspect(token: string, ...method: readonly string[]) {
      const options = ['--cli', '--protocol-era', era, '--format', 'json', ...method];
      const connection =
        over === 'Streamable HTTP'
          ? ['--server-url', `${workspace.url}/mcp`, '--header', `Authorization: Bearer ${token}`]
          : [
              ...['-e', `WORKSPACE_API_KEY=${token}`, '-e', `DATABASE_URL=${database}`],
              ...['--', process.execPath, stdioProgram],
            ];
      const { stdout, stderr, code } = await runMcpClient('inspector', [...options, ...connection], home);
      expect(leakSearch([token])(stdout + stderr)).toBeUndefined();
      return { code, stderr, ...(stdout === '' ? {} : JSON.parse(stdout)) };
    }

    it('lists the tools and calls one', async () => {
      const { token, id } = await issueKey();
      const listed = await inspect(token, '--method', 'tools/list');
      expect(listed).toMatchObject({ code: 0, result: { tools: { length: 5 } } });
      const call = ['--method', 'tools/call', '--tool-name', 'explain_refusal', '--tool-arg', `key_id=${id}`];
      expect(await inspect(token, ...call)).toMatchObject({
        code: 0,
        result: { structuredContent: { key_id: id, state: 'live' } },
      });
    });

    it('does not connect with a wrong key', async () => {
      expect((await inspect('nonsense', '--method', 'tools/list')).code).not.toBe(0);
    });
  },
);

// mcp-remote replaces it with the variable. Some clients break an argument with a space.
const authorization = 'Authorization:$' + '{AUTH_HEADER}';

it('mcp-remote connects a client of standard input and output, and keeps the key to itself', async () => {
  const { token } = await issueKey();
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [pathOf('mcp-remote'), `${workspace.url}/mcp`, '--header', authorization],
    env: { HOME: home, AUTH_HEADER: `Bearer ${token}` },
    stderr: 'pipe',
  });
  let printed = '';
  transport.stderr?.on('data', (chunk: Buffer) => {
    printed += chunk;
  });
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  onTestFinished(() => client.close());
  expect((await client.listTools()).tools).toHaveLength(5);
  const listed = await client.callTool({ name: 'list_api_keys', arguments: {} });
  expect(listed).toMatchObject({ structuredContent: { owner: { kind: 'user', id: 'ada' } } });

  const findToken = leakSearch([token]);
  expect(findToken(printed)).toBeUndefined();
  const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  for (const { parentPath, name } of files)
    expect([name, findToken(readFileSync(join(parentPath, name)))]).toEqual([name, undefined]);
});
