// The runtime's own server for functions of the Fetch API.
import { serve } from '@hono/node-server';

const hostname = '127.0.0.1';

/** Serves a function on a free port of 127.0.0.1. */
export async function serveFetch(fetch) {
  const { Bun, Deno } = globalThis;
  if (Bun !== undefined) {
    const server = Bun.serve({ fetch, hostname, port: 0 });
    return { port: server.port, close: () => server.stop(true) };
  }
  if (Deno !== undefined) {
    const server = Deno.serve({ hostname, port: 0, onListen: () => undefined }, fetch);
    return { port: server.addr.port, close: () => server.shutdown() };
  }
  const server = serve({ fetch, hostname, port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    port: server.address().port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
