import { fileURLToPath } from 'node:url';
import {
  type CallToolResult,
  Client,
  StreamableHTTPClientTransport,
  type Transport,
} from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as EarlierClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as EarlierStdioTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as EarlierHttpTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { onTestFinished } from 'vitest';
import { record, type Traffic } from './recorded-transport.js';

/** The revisions of the protocol that versions 1 and 2 of the official SDK speak. */
export const revisions = ['2025-11-25', '2026-07-28'] as const;
export type Revision = (typeof revisions)[number];

/** The program of the workspace that serves standard input and output. */
export const stdioProgram: string = fileURLToPath(
  new URL('../../../../examples/workspace/dist/mcp-main.js', import.meta.url),
);

/** A client of an agent, all messages of its transport, and what a server of its own printed. */
export interface AgentClient {
  tools(): Promise<readonly { readonly name: string }[]>;
  call(name: string, input?: object): Promise<CallToolResult>;
  readonly traffic: Traffic;
  readonly printed: () => string;
}

/** Where the server is: at a URL, or in a process that the client starts. */
export type ServerOfAgent = { readonly url: string } | { readonly environment: Record<string, string> };

/** Connects the client of a careless person, who confirms whatever they are asked. */
export async function connectAgent(
  revision: Revision,
  server: ServerOfAgent,
  token: string,
): Promise<AgentClient> {
  let printed = '';
  const transport = openTransport(revision, server, token, (text) => {
    printed += text;
  });
  const traffic = record(transport);
  const client = revision === '2025-11-25' ? earlierClient() : currentClient();
  await client.connect(transport as Transport & Parameters<EarlierClient['connect']>[0]);
  onTestFinished(() => client.close());
  return {
    tools: async () => (await client.listTools()).tools,
    call: async (name, input = {}) =>
      (await client.callTool({ name, arguments: { ...input } })) as CallToolResult,
    traffic,
    printed: () => printed,
  };
}

const info = { name: 'test', version: '1' };
const capabilities = { elicitation: {} };
const yes = async () => ({ action: 'accept', content: { confirm: true } }) as const;

function earlierClient(): EarlierClient {
  const client = new EarlierClient(info, { capabilities });
  client.setRequestHandler(ElicitRequestSchema, yes);
  return client;
}

function currentClient(): Client {
  const client = new Client(info, { capabilities, versionNegotiation: { mode: { pin: '2026-07-28' } } });
  client.setRequestHandler('elicitation/create', yes);
  return client;
}

function openTransport(
  revision: Revision,
  server: ServerOfAgent,
  token: string,
  onPrinted: (text: string) => void,
): Transport {
  const isEarlier = revision === '2025-11-25';
  if ('url' in server) {
    const Http = isEarlier ? EarlierHttpTransport : StreamableHTTPClientTransport;
    const requestInit = { headers: { Authorization: `Bearer ${token}` } };
    return new Http(new URL(`${server.url}/mcp`), { requestInit }) as Transport;
  }
  const Stdio = isEarlier ? EarlierStdioTransport : StdioClientTransport;
  const env = { ...server.environment, WORKSPACE_API_KEY: token };
  const transport = new Stdio({ command: process.execPath, args: [stdioProgram], env, stderr: 'pipe' });
  transport.stderr?.on('data', (chunk: Buffer) => onPrinted(String(chunk)));
  return transport as Transport;
}
