import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { onTestFinished } from 'vitest';

/** An address behind which one server or another is, as a name or a virtual address is moved at a failover. */
export interface SwitchingAddress {
  /** The same database, at this address. */
  readonly at: (url: string) => string;
  /** Leads all new connections to another server. Those that there are stay as they are. */
  readonly leadTo: (serverUrl: string) => void;
}

/** Opens an address. It is closed when the test ends. */
export async function switchingAddress(serverUrl: string): Promise<SwitchingAddress> {
  let { port } = new URL(serverUrl);
  const door = createServer((caller) => {
    const server = connect(Number(port), '127.0.0.1');
    for (const [from, to] of [
      [caller, server],
      [server, caller],
    ] as const) {
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      from.pipe(to);
    }
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  onTestFinished(() => void door.close());
  return {
    at(url) {
      const moved = new URL(url);
      moved.port = String((door.address() as AddressInfo).port);
      return moved.href;
    },
    leadTo(otherUrl) {
      ({ port } = new URL(otherUrl));
    },
  };
}
