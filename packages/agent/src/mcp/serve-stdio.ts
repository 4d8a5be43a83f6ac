import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Actor } from '@postern/core';
import type { KeyTool } from '../tool.js';
import { mcpServer } from './mcp-server.js';

/** What a server over standard input and output is told. */
export interface StdioOptions {
  /**
   * Says for whom this process works: asked for each call, so that a key that was revoked meanwhile does nothing more. `null`:
   * for nobody any more.
   */
  readonly authenticate: () => Actor | null | Promise<Actor | null>;
  /** Default: those of the process. */
  readonly stdin?: Readable | undefined;
  readonly stdout?: Writable | undefined;
}

/**
 * Serves the Model Context Protocol over standard input and output, until the input ends. Write nothing else to the output.
 *
 * @example
 * await serveStdio(tools, { authenticate: () => actor });
 */
export async function serveStdio(
  tools: readonly KeyTool[],
  { authenticate, stdin = process.stdin, stdout = process.stdout }: StdioOptions,
): Promise<void> {
  // However the input ends: it may have before anybody looks.
  const ended = finished(stdin, { writable: false }).catch(() => undefined);
  const server = mcpServer(tools, async () => {
    const actor = await authenticate();
    return actor && { actor, stillThere: async () => (await authenticate()) !== null };
  });
  await server.connect(new StdioServerTransport(stdin, stdout));
  await ended;
  await server.close();
}
