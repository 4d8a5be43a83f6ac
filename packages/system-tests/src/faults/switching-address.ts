import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { onTestFinished } from 'vitest';

/** An address that can be switched from one server to another, like a name or a virtual address in a failover. */
export interface SwitchingAddress {
  /** Returns the URL of the same database at this address. */
  readonly at: (url: string) => string;
  /** Routes all new connections to another server. Existing connections remain. */
  readonly switchTo: (serverUrl: string) => void;
}

/** Opens an address. It is closed when the test ends. */
export async function switchingAddress(serverUrl: string): Promise<SwitchingAddress> {
  let { port } = new URL(serverUrl);
  const proxy = createServer((caller) => {
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
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(() => void proxy.close());
  return {
    at(url) {
      const moved = new URL(url);
      moved.port = String((proxy.address() as AddressInfo).port);
      return moved.href;
    },
    switchTo(otherUrl) {
      ({ port } = new URL(otherUrl));
    },
  };
}
