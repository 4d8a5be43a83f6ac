import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { isJSONRPCRequest, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { StdioServerTransport, serveStdio as serve } from '@modelcontextprotocol/server/stdio';
import type { Actor } from '@postern/core';
import type { KeyTool } from '../tool.js';
import { confirmations } from './confirmations.js';
import { mcpServer } from './mcp-server.js';

/** The options of a server over standard input and output. */
export interface StdioOptions {
  /**
   * Returns the actor that this process works for, or `null` if access has ended. It is called for each call of a
   * tool, so a key that has been revoked in the meantime can do nothing more.
   */
  readonly authenticate: () => Actor | null | Promise<Actor | null>;
  /** Default: those of the process, `process.stdin` and `process.stdout`. */
  readonly stdin?: Readable | undefined;
  readonly stdout?: Writable | undefined;
}

/**
 * Serves the Model Context Protocol over standard input and output, until the input ends. Write nothing else to the
 * output.
 *
 * @example
 * await serveStdio(tools, { authenticate: () => actor });
 */
export async function serveStdio(
  tools: readonly KeyTool[],
  { authenticate, stdin = process.stdin, stdout = process.stdout }: StdioOptions,
): Promise<void> {
  // The input may have ended already, in whatever way.
  const ended = finished(stdin, { writable: false }).catch(() => undefined);
  // One process serves one client, so no one else needs the key.
  const questions = confirmations();
  const transport = new StdioServerTransport(stdin, stdout);
  const connection = serve(() => mcpServer(tools, { actorOf: authenticate, questions }), { transport });
  refuseSubscriptions(transport);
  await ended;
  await connection.close();
}

/** Answers what the SDK would accept before it asks the server, although there is nothing to subscribe to. */
function refuseSubscriptions(transport: StdioServerTransport): void {
  const { onmessage } = transport;
  transport.onmessage = (message) => {
    if (!isJSONRPCRequest(message) || message.method !== 'subscriptions/listen') return onmessage?.(message);
    const error = { code: ProtocolErrorCode.MethodNotFound, message: 'Method not found' };
    // A client that reads no more does not need the response.
    transport.send({ jsonrpc: '2.0', id: message.id, error }).catch(() => undefined);
  };
}
