import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { type ClientHttp2Stream, connect } from 'node:http2';
import { text } from 'node:stream/consumers';
import { sharedKeyTls } from '../../test-support/mounts/shared-key-tls.mjs';

/** How a server learns where a body ends: there is no body, it has a length, or it is chunked. */
type Framing = 'none' | 'length' | 'chunked';

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly framing: Framing;
}

export interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** Sends a request to a port of this machine. */
export type Send = (port: number, sent: Sent) => Promise<Received>;

/** HTTP/1.1 with exactly the headers that its framing has, which `fetch` would choose itself. */
export const sendHttp1: Send = async (port, { method, path, headers, body = '', framing }) => {
  const sent = request({ host: '127.0.0.1', port, method, path, agent: false });
  sent.removeHeader('Content-Length');
  sent.removeHeader('Transfer-Encoding');
  for (const [name, value] of Object.entries(headers ?? {})) sent.setHeader(name, value);
  if (framing === 'length') sent.setHeader('Content-Length', Buffer.byteLength(body));
  if (framing === 'chunked') sent.setHeader('Transfer-Encoding', 'chunked');
  for (const part of partsOf(body, framing)) sent.write(part);
  sent.end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: await text(answer) };
};

/** HTTP/2 without TLS. There, `chunked` is a body without a length, and `Host` is `:authority`. */
export const sendHttp2: Send = (port, sent) => sendOver(`http://127.0.0.1:${port}`, sent);

/** HTTP/2 with TLS. */
export const sendHttp2Secure: Send = (port, sent) => sendOver(`https://127.0.0.1:${port}`, sent);

async function sendOver(authority: string, sent: Sent): Promise<Received> {
  const session = connect(authority, { ...sharedKeyTls, checkServerIdentity: () => undefined });
  // The stream below reports the same error.
  session.on('error', () => undefined);
  try {
    const { body = '', framing } = sent;
    const { Host, ...headers } = sent.headers ?? {};
    const stream: ClientHttp2Stream = session.request(
      {
        ':method': sent.method,
        ':path': sent.path,
        ...(framing === 'length' && { 'content-length': Buffer.byteLength(body) }),
        ...(Host !== undefined && { ':authority': Host }),
        ...headers,
      },
      { endStream: framing === 'none' },
    );
    for (const part of partsOf(body, framing)) stream.write(part);
    if (framing !== 'none') stream.end();
    const [answer] = (await once(stream, 'response')) as [Record<string, string>];
    return { status: Number(answer[':status']), headers: answer, body: await text(stream) };
  } finally {
    session.destroy();
  }
}

/** In two parts if possible, so that a body is more than what comes with the headers. */
function partsOf(body: string, framing: Framing): readonly string[] {
  if (framing === 'none' || body === '') return [];
  return [body.slice(0, 1), body.slice(1)].filter((part) => part !== '');
}
