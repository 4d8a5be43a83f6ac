import { AssertionError } from 'node:assert/strict';
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

/** A request whose body is sent in pieces, for as long as the clause wants. */
export interface StreamedRequest {
  /** Resolves when the server has sent a whole response, even if the body has not ended. */
  readonly response: Promise<RawResponse>;
  write(piece: string): void;
  end(): void;
  /** Closes the connection, at any time, as a client does that gives up. */
  abort(): void;
}

const deadlineMs = 10_000;

/** Sends one request over a socket of its own. */
export async function exchange(port: number, request: RawRequest): Promise<RawResponse> {
  return (await openConnection(port)).send(request);
}

export async function openConnection(port: number): Promise<Connection> {
  const socket = await connectTo(port);
  return { send: (request) => sendOver(socket, request) };
}

/** Opens a connection of its own, and sends the head of a request and, in chunks, what is written later. */
export async function openStream(port: number, request: Omit<RawRequest, 'body'>): Promise<StreamedRequest> {
  const socket = await connectTo(port);
  const { head, name } = headOf(request, ['Transfer-Encoding: chunked']);
  const response = receive(socket, name, isWhole);
  // The clause may give up before there is a response.
  response.catch(() => undefined);
  socket.write(head, 'latin1');
  return {
    response,
    write: (piece) => void socket.write(`${piece.length.toString(16)}\r\n${piece}\r\n`, 'latin1'),
    end: () => void socket.write('0\r\n\r\n'),
    abort: () => void socket.destroy(),
  };
}

function connectTo(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

function sendOver(socket: Socket, { body, ...request }: RawRequest): Promise<RawResponse> {
  const length = body === undefined ? [] : [`Content-Length: ${body.length}`];
  const { head, name } = headOf(request, ['Connection: close', ...length]);
  const response = receive(socket, name);
  socket.write(`${head}${body ?? ''}`, 'latin1');
  return response;
}

function headOf({ method = 'GET', path = '/principal', lines = [] }: RawRequest, framing: readonly string[]) {
  const name = `${method} ${path}`;
  const head = [`${name} HTTP/1.1`, 'Host: localhost', ...framing, ...lines];
  return { head: `${head.join('\r\n')}\r\n\r\n`, name };
}

/** Resolves when the server has closed the connection, or earlier if what has arrived is enough. */
function receive(
  socket: Socket,
  name: string,
  isEnough: (received: string) => boolean = () => false,
): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    let received = '';
    socket.setEncoding('latin1').setTimeout(deadlineMs, () => {
      const message = `no complete response to ${name} within ${deadlineMs} ms`;
      socket.destroy(new AssertionError({ message }));
    });
    socket.on('data', (chunk) => {
      received += chunk;
      if (isEnough(received)) resolve(parseResponse(received));
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(parseResponse(received)));
  });
}

/**
 * Checks whether a whole response has arrived, from a server that keeps the connection open for the rest of the request.
 *
 * @see RFC 9112 §6
 */
function isWhole(received: string): boolean {
  const [head = '', ...rest] = received.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  if (rest.length === 0) return false;
  const [, length] = /\r\ncontent-length: *(\d+)/i.exec(head) ?? [];
  if (length !== undefined) return body.length >= Number(length);
  return /\r\ntransfer-encoding: *chunked/i.test(head) && body.endsWith('0\r\n\r\n');
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
