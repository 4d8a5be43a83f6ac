import { once } from 'node:events';
import { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';

/** How long requests may take to finish at shutdown, in milliseconds. */
const shutdownMs = 5_000;

/**
 * How much of a body is read ahead, in bytes. Node reads this much in one turn of the event loop, and a body may arrive
 * in chunks of one byte, each of which takes time.
 */
const highWaterMark = 4 * 1_024;

/** One more than `readBody` of `@postern/management` accepts. */
const maxChunks = 1_001;

/**
 * A request that drops what comes after so many chunks that its body is refused anyway. One read of the socket may hold
 * ten times as many, and Node passes on all of them before anyone can stop it.
 */
class BoundedRequest extends IncomingMessage {
  #chunks = 0;

  override push(chunk: unknown, encoding?: BufferEncoding): boolean {
    if (chunk !== null) this.#chunks += 1;
    // F12 reads
    if (chunk === null || this.#chunks <= maxChunks) return super.push(chunk, encoding);
    // For each `false`, Node asks the socket again to stop reading.
    return this.#chunks > maxChunks + 1;
  }
}

/** A server that accepts requests. */
export interface RunningServer {
  readonly port: number;
  /** Stops accepting requests, and waits for the current ones. */
  close(): Promise<void>;
}

type Fetch = Parameters<typeof createAdaptorServer>[0]['fetch'];

/** Listens on a port (0 picks a free one) of an address. Rejects if the port is in use. */
export async function listen(fetch: Fetch, port: number, host: string): Promise<RunningServer> {
  const server = createAdaptorServer({
    fetch,
    serverOptions: { highWaterMark, IncomingMessage: BoundedRequest },
  });
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
