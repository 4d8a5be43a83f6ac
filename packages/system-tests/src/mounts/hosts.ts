import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Received, type Send, type Sent, sendHttp1, sendHttp2, sendHttp2Secure } from './client.js';
import { type MountProcess, startMount } from './mount-process.js';

/** A kind of server, and how a handler is mounted in it. */
export interface Host {
  readonly name: string;
  /** A file in `test-support/mounts/hosts`. */
  readonly file: string;
  /** The path that the handler is mounted at. */
  readonly at: string;
  readonly send: Send;
  /** Hono's server replaces the global `Request` and `Response` by default. */
  readonly replacesGlobals?: true;
}

/** The servers in which a function from a `Request` to a `Response` can be mounted. */
export const hosts: readonly Host[] = [
  { name: 'Express', file: 'express', at: '/mounted', send: sendHttp1 },
  { name: "Node's http", file: 'node-http', at: '', send: sendHttp1 },
  { name: "Node's http2", file: 'node-http2', at: '', send: sendHttp2 },
  { name: "Node's http2 with TLS", file: 'node-http2-secure', at: '', send: sendHttp2Secure },
  { name: 'Hono', file: 'hono', at: '/mounted', send: sendHttp1, replacesGlobals: true },
  { name: 'Hono over HTTP/2', file: 'hono-http2', at: '/mounted', send: sendHttp2, replacesGlobals: true },
];

/** Starts a part in a process of its own for the tests of one `describe`. Returns a function that sends it requests. */
export function mounted({ file, at, send, replacesGlobals }: Host, part: string) {
  let mount: MountProcess;
  beforeAll(async () => {
    mount = await startMount(file, part);
  });
  afterAll(() => mount.stop());
  it(`Node's global Request and Response are ${replacesGlobals ? "replaced by Hono's server" : 'left alone'}`, () => {
    expect(mount.isUntouched).toBe(replacesGlobals !== true);
  });
  return (line: string, sent: Partial<Sent> = {}): Promise<Received> => {
    const [method = '', path = ''] = line.split(' ');
    const headers = { ...(mount.token !== undefined && { 'x-api-key': mount.token }), ...sent.headers };
    return send(mount.port, { framing: 'none', ...sent, headers, method, path: at + path });
  };
}

export const bodies = ['length', 'chunked'] as const;
export const emptyBodies = ['none', ...bodies] as const;
