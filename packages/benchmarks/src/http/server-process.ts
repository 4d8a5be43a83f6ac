// A server in a process of its own: see worker.ts.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { argon2Hasher } from '@postern/argon2';
import { type ApiKeys, createApiKeys, type OwnerDirectory } from '@postern/core';
import { sqliteStorage } from '@postern/kysely/sqlite';
import { processorCommands } from '../harness/processor.js';
import type { Commands } from '../harness/worker.js';
import { directoryInMemory } from '../subjects/directory.js';
import { betterAuthGuard } from './better-auth-guard.js';
import { expressServer } from './express-server.js';
import { honoServer } from './hono-server.js';
import { peopleInSqlite } from './people-in-sqlite.js';
import type { Guards, ServerSetup, Serving } from './server.js';

export async function start(setup: ServerSetup): Promise<Commands> {
  const { tokens, ...guards } = await guardsOf(setup);
  const server = setup.framework === 'hono' ? honoServer(guards) : expressServer(guards);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { serving: (): Serving => ({ url: `http://127.0.0.1:${port}`, tokens }), ...processorCommands };
}

async function guardsOf(
  setup: ServerSetup,
): Promise<Guards<ApiKeys> & { readonly tokens: readonly string[] }> {
  if (setup.guard === 'better-auth') {
    const { check, tokens } = await betterAuthGuard(setup.keyCount);
    return { keys: {}, checks: { '/guarded': check }, tokens };
  }
  const { repository } = sqliteStorage({ file: setup.file });
  const keysOf = (owners: OwnerDirectory) => createApiKeys({ repository, hasher: argon2Hasher(), owners });
  const keys = {
    '/memory': keysOf(directoryInMemory()),
    '/sqlite': keysOf(peopleInSqlite(setup.peopleFile)),
  };
  return { keys, checks: {}, tokens: [] };
}
