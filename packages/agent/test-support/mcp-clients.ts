import { PassThrough } from 'node:stream';
import {
  type CallToolResult,
  Client,
  ReadBuffer,
  StreamableHTTPClientTransport,
  serializeMessage,
  type Transport,
} from '@modelcontextprotocol/client';
import { Client as EarlierClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as EarlierHttpTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import type { Actor } from '@postern/core';
import { onTestFinished } from 'vitest';
import { type McpHandler, serveStdio } from '../src/mcp/index.js';
import type { KeyTool } from '../src/tool.js';
import { endpointUrl } from './mcp-requests.js';

/** The answer of the person behind a client that can ask. */
export type PersonAnswers = () => Promise<'accept' | 'decline'> | 'accept' | 'decline';

/** A connected client of either major version of the SDK. */
export interface ConnectedClient {
  tools(): Promise<readonly { readonly name: string; readonly [field: string]: unknown }[]>;
  call(name: string, input?: Record<string, unknown>): Promise<CallToolResult>;
}

/** The revisions of the protocol that the two major versions of the SDK speak. */
export const revisions = ['2025-11-25', '2026-07-28'] as const;
export type Revision = (typeof revisions)[number];

const info = { name: 'test', version: '1' };
const capabilitiesOf = (answers: PersonAnswers | undefined) =>
  answers === undefined ? {} : { elicitation: {} };

async function elicited(answers: PersonAnswers) {
  const action = await answers();
  return action === 'accept' ? { action, content: { confirm: true } } : { action };
}

async function connected(
  revision: Revision,
  transport: Transport,
  answers: PersonAnswers | undefined,
): Promise<ConnectedClient> {
  const capabilities = capabilitiesOf(answers);
  if (revision === '2025-11-25') {
    const client = new EarlierClient(info, { capabilities });
    if (answers !== undefined) client.setRequestHandler(ElicitRequestSchema, () => elicited(answers));
    await client.connect(transport as Parameters<typeof client.connect>[0]);
    onTestFinished(() => client.close());
    return {
      tools: async () => (await client.listTools()).tools,
      call: async (name, input = {}) => (await client.callTool({ name, arguments: input })) as CallToolResult,
    };
  }
  const client = new Client(info, { capabilities, versionNegotiation: { mode: { pin: revision } } });
  if (answers !== undefined) client.setRequestHandler('elicitation/create', () => elicited(answers));
  await client.connect(transport);
  onTestFinished(() => client.close());
  return {
    tools: async () => (await client.listTools()).tools,
    call: async (name, input = {}) => client.callTool({ name, arguments: input }),
  };
}

/** How requests reach an endpoint. */
export type Deliver = (request: Request) => Promise<Response>;

/** Connects a real client to an endpoint in this process. */
export function httpClient(
  revision: Revision,
  to: McpHandler | Deliver,
  { actor, answers }: { readonly actor: Actor; readonly answers?: PersonAnswers | undefined },
): Promise<ConnectedClient> {
  const deliver = typeof to === 'function' ? to : (request: Request) => to.fetch(request, actor);
  const Http = revision === '2025-11-25' ? EarlierHttpTransport : StreamableHTTPClientTransport;
  const transport = new Http(new URL(endpointUrl), {
    fetch: (url, init) => deliver(new Request(url, init)),
  });
  return connected(revision, transport as Transport, answers);
}

/** Connects a client over streams, as over the standard input and output of a process. */
export async function stdioClient(
  revision: Revision,
  tools: readonly KeyTool[],
  {
    authenticate,
    answers,
  }: { readonly authenticate: () => Actor | null; readonly answers?: PersonAnswers | undefined },
): Promise<ConnectedClient & { readonly ended: Promise<void>; readonly hangUp: () => void }> {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const ended = serveStdio(tools, { authenticate, stdin, stdout });
  const buffer = new ReadBuffer();
  const transport: Transport = {
    async start() {
      stdout.on('data', (chunk: Buffer) => {
        buffer.append(chunk);
        for (let message = buffer.readMessage(); message !== null; message = buffer.readMessage())
          transport.onmessage?.(message);
      });
    },
    async send(message) {
      stdin.write(serializeMessage(message));
    },
    async close() {},
  };
  const client = await connected(revision, transport, answers);
  return { ...client, ended, hangUp: () => void stdin.end() };
}
