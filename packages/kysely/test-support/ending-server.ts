import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** The messages of a server (PostgreSQL, "Message Formats"): a letter, the length and the content. */
function message(type: string, body: Buffer | string): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(4 + Buffer.byteLength(body), 1);
  return Buffer.concat([head, Buffer.from(body)]);
}

const authenticationOk = message('R', Buffer.alloc(4));
const readyForQuery = message('Z', 'I');
const shutDown = message('E', 'SFATAL\0VFATAL\0C57P01\0Mterminating connection\0\0');

/**
 * Starts a server that accepts any client and shuts down in the same packet, as PostgreSQL may when it is stopped.
 * Returns its connection string.
 */
export async function startEndingServer(): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(Buffer.concat([authenticationOk, readyForQuery, shutDown])));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `postgres://nobody@127.0.0.1:${(server.address() as AddressInfo).port}/nowhere`;
}
