import { connect, type Socket } from 'node:net';

/** A response read from its bytes, each byte as one character. */
export interface RawResponse {
  readonly status: number;
  /** Status line and headers, without `Date`. */
  readonly head: string;
  readonly body: string;
  /** The values of each line of a header. */
  lines(header: string): readonly string[];
  /** The value of a header, its lines joined with commas. `undefined` if it is missing. */
  header(name: string): string | undefined;
}

/** The parts of a request that a clause sets. */
export interface RawRequest {
  readonly method?: string;
  readonly path?: string;
  /** Header lines, sent exactly as written: odd spacing, repetitions, any bytes. */
  readonly lines?: readonly string[];
  readonly body?: string;
}

/** An open connection for one request. */
export interface Connection {
  send(request: RawRequest): Promise<RawResponse>;
}

const deadlineMs = 10_000;

/** Sends one request over a socket of its own. */
export async function exchange(port: number, request: RawRequest): Promise<RawResponse> {
  return (await openConnection(port)).send(request);
}

export function openConnection(port: number): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve({ send: (request) => sendOver(socket, request) });
    });
  });
}

function sendOver(socket: Socket, request: RawRequest): Promise<RawResponse> {
  const { method = 'GET', path = '/principal', lines = [], body } = request;
  const length = body === undefined ? [] : [`Content-Length: ${body.length}`];
  const head = [`${method} ${path} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...length, ...lines];
  return new Promise((resolve, reject) => {
    let received = '';
    socket.setEncoding('latin1').setTimeout(deadlineMs, () => {
      socket.destroy(new Error(`no complete response to ${method} ${path} within ${deadlineMs} ms`));
    });
    socket.on('data', (chunk) => {
      received += chunk;
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(parseResponse(received)));
    socket.write(`${head.join('\r\n')}\r\n\r\n${body ?? ''}`, 'latin1');
  });
}

function parseResponse(received: string): RawResponse {
  const end = received.indexOf('\r\n\r\n');
  const [statusLine = '', ...headerLines] = received.slice(0, end).split('\r\n');
  const kept = headerLines.filter((line) => !/^date:/i.test(line));
  const lines = (header: string) =>
    kept
      .filter((line) => line.toLowerCase().startsWith(`${header.toLowerCase()}:`))
      .map((line) => line.slice(header.length + 1).trim());
  const body = received.slice(end + 4);
  return {
    status: Number(statusLine.split(' ')[1]),
    head: [statusLine, ...kept].join('\r\n'),
    body: lines('Transfer-Encoding').includes('chunked') ? joinChunks(body) : body,
    lines,
    header: (name) => (lines(name).length === 0 ? undefined : lines(name).join(', ')),
  };
}

/** @see RFC 9112 §7.1 */
function joinChunks(text: string): string {
  let body = '';
  let rest = text;
  while (rest !== '') {
    const start = rest.indexOf('\r\n') + 2;
    const length = Number.parseInt(rest, 16);
    body += rest.slice(start, start + length);
    rest = rest.slice(start + length + 2);
    if (length === 0) break;
  }
  return body;
}
