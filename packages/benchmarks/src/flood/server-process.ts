// The server that is flooded, in a process of its own: see worker.ts.
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { argon2Hasher } from '@postern/argon2';
import { createApiKeys } from '@postern/core';
import { apiKeyAuth } from '@postern/hono';
import { sqliteStorage } from '@postern/kysely/sqlite';
import { Hono } from 'hono';
import { processorCommands } from '../harness/processor.js';
import type { Commands } from '../harness/worker.js';
import { directoryInMemory } from '../subjects/directory.js';

/** What is served. */
export interface FloodedSetup {
  readonly file: string;
  /** The key that the tokens are signed with, if any. */
  readonly checkKey: Uint8Array | undefined;
}

export async function start({ file, checkKey }: FloodedSetup): Promise<Commands> {
  const { repository } = sqliteStorage({ file });
  const checkKeys = checkKey && { keys: [checkKey] };
  const keys = createApiKeys({ repository, hasher: argon2Hasher(), owners: directoryInMemory(), checkKeys });
  const app = new Hono()
    .use(apiKeyAuth(keys, { scopes: ['agents:read'] }))
    .get('/', (c) => c.json({ agents: ['researcher', 'writer'] }));
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server;
  // A client that was quiet between two rounds should not have to reconnect.
  server.keepAliveTimeout = 600_000;
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port: () => port, ...processorCommands };
}
