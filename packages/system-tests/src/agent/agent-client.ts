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
  const client = await connectClient(revision, transport);
  return {
    tools: async () => (await client.listTools()).tools,
    call: async (name, input = {}) =>
      (await client.callTool({ name, arguments: { ...input } })) as CallToolResult,
    traffic,
    printed: () => printed,
  };
}

/** What a person answers when a server asks them to confirm. */
type Answer = () => Promise<{ readonly action: 'accept'; readonly content: { readonly confirm: boolean } }>;

const yes: Answer = async () => ({ action: 'accept', content: { confirm: true } });

/** Connects a client of the SDK until the test has finished. */
export async function connectClient(
  revision: Revision,
  transport: Transport,
  answer: Answer = yes,
): Promise<Pick<Client, 'callTool' | 'listTools'>> {
  const client = revision === '2025-11-25' ? earlierClient(answer) : currentClient(answer);
  onTestFinished(() => client.close());
  await client.connect(transport as Transport & Parameters<EarlierClient['connect']>[0]);
  return client as Client;
}

const info = { name: 'test', version: '1' };
const capabilities = { elicitation: {} };

function earlierClient(answer: Answer): EarlierClient {
  const client = new EarlierClient(info, { capabilities });
  client.setRequestHandler(ElicitRequestSchema, answer);
  return client;
}

function currentClient(answer: Answer): Client {
  const client = new Client(info, { capabilities, versionNegotiation: { mode: { pin: '2026-07-28' } } });
  client.setRequestHandler('elicitation/create', answer);
  return client;
}

/** A transport to the endpoint of a service. */
export function httpTransport(
  revision: Revision,
  url: string,
  options: ConstructorParameters<typeof StreamableHTTPClientTransport>[1] &
    ConstructorParameters<typeof EarlierHttpTransport>[1],
): Transport & { finishAuth(code: string): Promise<void> } {
  const Http = revision === '2025-11-25' ? EarlierHttpTransport : StreamableHTTPClientTransport;
  return new Http(new URL(`${url}/mcp`), options) as Transport & InstanceType<typeof Http>;
}

function openTransport(
  revision: Revision,
  server: ServerOfAgent,
  token: string,
  onPrinted: (text: string) => void,
): Transport {
  if ('url' in server) {
    const requestInit = { headers: { Authorization: `Bearer ${token}` } };
    return httpTransport(revision, server.url, { requestInit });
  }
  const Stdio = revision === '2025-11-25' ? EarlierStdioTransport : StdioClientTransport;
  const env = { ...server.environment, WORKSPACE_API_KEY: token };
  const transport = new Stdio({ command: process.execPath, args: [stdioProgram], env, stderr: 'pipe' });
  transport.stderr?.on('data', (chunk: Buffer) => onPrinted(String(chunk)));
  return transport as Transport;
}
