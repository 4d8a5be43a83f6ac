import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ApiKeys, createApiKeys, eachOwner } from '@postern/core';
import { insecureHasher } from '@postern/core/testing';
import { managementHandler, nodeListener } from '@postern/management';
import type { MakeDatabase } from '../../test-support/database.js';
import { insertKeys } from './many-keys.js';

/** A service whose only caller is an admin. */
export interface ServiceWithKeys {
  readonly keys: ApiKeys;
  /** Requests all keys, and resolves to the response once it has begun. Nothing of its body is read yet. */
  readonly requestCsv: () => Promise<IncomingMessage>;
  /** How many pages were read. */
  readonly pages: () => number;
  readonly stop: () => Promise<void>;
}

/** Starts a service over HTTP with this many keys in a database. */
export async function serviceWithKeys(makeDatabase: MakeDatabase, count: number): Promise<ServiceWithKeys> {
  const database = await makeDatabase();
  const storage = database.open();
  await storage.migrate();
  await insertKeys(database, count);
  let pages = 0;
  const keys: ApiKeys = createApiKeys({
    repository: storage.repository,
    hasher: insecureHasher(),
    owners: eachOwner(() => ({ active: true, permissions: [] })),
    policy: { decide: () => ({ ok: true }) },
  });
  const handler = managementHandler(keys, {
    authenticate: () => ({ kind: 'user', id: 'root' }),
    ownersOf: () => [],
    isAdmin() {
      pages += 1;
      return true;
    },
  });
  const server = createServer(nodeListener(handler)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    keys,
    async requestCsv() {
      const url = `http://127.0.0.1:${port}/admin/keys?state=all`;
      const sent = get(url, { agent: false, headers: { Accept: 'text/csv' } });
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      return answer;
    },
    pages: () => pages,
    async stop() {
      server.closeAllConnections();
      server.close();
      await keys.close();
      await storage.close();
      await database.remove();
    },
  };
}
