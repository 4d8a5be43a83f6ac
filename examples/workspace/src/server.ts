import { once } from 'node:events';
import { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';

/** How long requests may take to finish at shutdown, in milliseconds. */
const shutdownMs = 5_000;

/**
 * How much of a body is read ahead, in bytes. Node reads this much in one turn of the event loop, and a body may arrive
 * in chunks of one byte, each of which takes time.
 */
const highWaterMark = 4 * 1_024;

/** A server that accepts requests. */
export interface RunningServer {
  readonly port: number;
  /** Stops accepting requests, and waits for the current ones. */
  close(): Promise<void>;
}

type Fetch = Parameters<typeof createAdaptorServer>[0]['fetch'];

/** Listens on a port (0 picks a free one) of an address. Rejects if the port is in use. */
export async function listen(fetch: Fetch, port: number, host: string): Promise<RunningServer> {
  const server = createAdaptorServer({ fetch, serverOptions: { highWaterMark } });
  if (!(server instanceof Server)) throw new Error('an HTTP/1.1 server was asked for');
  server.listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      // A keep-alive connection becomes idle when its request ends, and would stay open.
      const idle = setInterval(() => server.closeIdleConnections(), 20);
      const late = setTimeout(() => server.closeAllConnections(), shutdownMs);
      await closed;
      clearInterval(idle);
      clearTimeout(late);
    },
  };
}
