import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { codeBlocks } from '../docs/code-blocks.js';
import { readPage, root } from '../docs/pages.js';
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

/** A server in the configuration of a client. */
interface ConfiguredServer {
  readonly url?: string;
  readonly headers?: Record<string, string>;
  readonly command?: string;
  readonly args?: readonly string[];
  readonly env?: Record<string, string>;
}

const page = readPage('docs/agent.md').markdown;
const configured = codeBlocks(page)
  .filter(({ language }) => language === 'json')
  .flatMap(({ heading, code }) => {
    const { servers, mcpServers = servers } = JSON.parse(code) as Record<
      'servers' | 'mcpServers',
      Readonly<Record<string, ConfiguredServer>>
    >;
    return Object.entries(mcpServers).map(([name, server]) => ({ client: heading, name, server }));
  });

describe('the configurations in docs/agent.md', () => {
  /** Does what the client does with a configuration, and what its person does with the paths in it. */
  function open(server: ConfiguredServer, token: string): { transport: Transport; printed: () => string } {
    const headerFile = join(home, 'api-keys.headers');
    writeFileSync(headerFile, `Authorization: Bearer ${token}\n`, { mode: 0o600 });
    const filled = JSON.stringify(server)
      .replaceAll(/\$\{(env:|input:)?(WORKSPACE_API_KEY|workspace-api-key)\}/g, token)
      .replaceAll('http://localhost:8080', workspace.url)
      .replaceAll('sqlite:/path/to/postern/data/workspace.sqlite', database)
      .replaceAll('/path/to/postern/', root)
      .replaceAll('/path/to/api-keys.headers', headerFile);
    const { url, headers = {}, command = '', args = [], env = {} } = JSON.parse(filled) as ConfiguredServer;
    if (url !== undefined) {
      const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
      return { transport: transport as Transport, printed: () => '' };
    }
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: command === 'npx' ? [pathOf('mcp-remote'), ...args.slice(1)] : [...args],
      env: { ...env, HOME: home },
      stderr: 'pipe',
    });
    let printed = '';
    transport.stderr?.on('data', (chunk: Buffer) => {
      printed += chunk;
    });
    return { transport, printed: () => printed };
  }

  it.each(configured)('$client: $name connects, and keeps the key to itself', async ({ server }) => {
    const { token } = await issueKey();
    const { transport, printed } = open(server, token);
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(transport);
    onTestFinished(() => client.close());
    expect((await client.listTools()).tools).toHaveLength(5);
    const listed = await client.callTool({ name: 'list_api_keys', arguments: {} });
    expect(listed).toMatchObject({ structuredContent: { owner: { kind: 'user', id: 'ada' } } });

    const findToken = leakSearch([token]);
    expect(findToken(printed())).toBeUndefined();
    const stored = readdirSync(home, { recursive: true, withFileTypes: true }).filter(
      (file) => file.isFile() && file.name !== 'api-keys.headers',
    );
    for (const { parentPath, name } of stored)
      expect([name, findToken(readFileSync(join(parentPath, name)))]).toEqual([name, undefined]);
  });

  it('name every client, and the versions that are tested', () => {
    expect(new Set(configured.map(({ client }) => client))).toEqual(
      new Set(['Claude Code', 'Claude Desktop', 'Cursor', 'VS Code']),
    );
    const { devDependencies } = JSON.parse(
      readFileSync(`${root}packages/system-tests/mcp-clients/package.json`, 'utf8'),
    );
    for (const name of ['mcp-remote', '@modelcontextprotocol/inspector']) {
      const named = [...page.matchAll(new RegExp(`${name}@([\\d.]+)`, 'g'))].map(([, version]) => version);
      expect([name, new Set(named)]).toEqual([name, new Set([devDependencies[name]])]);
    }
  });
});
