import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Actor } from '@postern/core';
import type { KeyTool } from '../tool.js';
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
  const server = mcpServer(tools, async () => {
    const actor = await authenticate();
    return actor && { actor, stillThere: async () => (await authenticate()) !== null };
  });
  await server.connect(new StdioServerTransport(stdin, stdout));
  await ended;
  await server.close();
}
