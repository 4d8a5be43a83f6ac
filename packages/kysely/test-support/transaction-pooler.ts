import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A running pooler. */
export interface TransactionPooler {
  readonly url: string;
  /** How many connections to the server it has. */
  readonly serverConnections: () => number;
  /** How many transactions it has passed on. */
  readonly transactions: () => number;
  readonly close: () => void;
}

/**
 * Starts a pooler like pgbouncer in transaction mode, for a server that needs no password: a client gets a connection
 * to the server for one transaction, a different one each time, which it never shares. It refuses named statements and
 * unknown start-up parameters, and so shows whether anything depends on the session.
 */
export async function startTransactionPooler(serverUrl: string, max: number): Promise<TransactionPooler> {
  const server = new URL(serverUrl);
  const idle: Backend[] = [];
  const waiting: ((backend: Backend) => void)[] = [];
  let opened = 0;
  let transactions = 0;

  async function acquire(startup: Buffer): Promise<Backend> {
    if (opened < max) {
      opened += 1;
      return openBackend(server, startup);
    }
    return idle.shift() ?? new Promise((resolve) => waiting.push(resolve));
  }

  function release(backend: Backend): void {
    transactions += 1;
    const next = waiting.shift();
    // To the end of the queue, so that the next client gets a different one.
    if (next === undefined) idle.push(backend);
    else next(backend);
  }

  const listener = createServer(
    { noDelay: true },
    (client) => void serve(client, { acquire, release }).catch(() => client.destroy()),
  );
  await once(listener.listen(0, '127.0.0.1'), 'listening');
  const url = new URL(serverUrl);
  url.port = String((listener.address() as AddressInfo).port);
  return {
    url: url.href,
    serverConnections: () => opened,
    transactions: () => transactions,
    close() {
      listener.close();
      for (const backend of idle) backend.socket.destroy();
    },
  };
}

/** A connection to the server. */
interface Backend {
  readonly socket: Socket;
  readonly messages: AsyncIterator<Message>;
  /** What the server sent at first: each client gets it too. */
  readonly greeting: Buffer;
}

interface Backends {
  readonly acquire: (startup: Buffer) => Promise<Backend>;
  readonly release: (backend: Backend) => void;
}

/** A message of the protocol: its type, and all of its bytes. */
interface Message {
  readonly type: string;
  readonly bytes: Buffer;
}

const refusedParameter = /\0(options|statement_timeout|lock_timeout|idle_in_transaction_session_timeout)\0/;

async function serve(client: Socket, { acquire, release }: Backends): Promise<void> {
  const messages = readMessages(client, { withStartup: true });
  const startup = (await messages.next()).value as Message;
  if (refusedParameter.test(startup.bytes.toString('latin1'))) throw new Error('a parameter is refused');
  // Only to get the greeting of the server.
  const first = await acquire(startup.bytes);
  client.write(first.greeting);
  release(first);

  for (let next = await messages.next(); !next.done; next = await messages.next()) {
    if (next.value.type === 'X') break;
    const backend = await acquire(startup.bytes);
    for (let message = next.value; ; message = (await messages.next()).value as Message) {
      if (isNamed(message)) throw new Error('a named statement is refused');
      backend.socket.write(message.bytes);
      if (!'QS'.includes(message.type)) continue;
      if ((await passAnswer(backend, client)) === 'I') break;
    }
    release(backend);
  }
  client.end();
}

/** Passes on what the server sends until it is ready for more. Returns the state of the transaction. */
async function passAnswer({ messages }: Backend, client: Socket): Promise<string> {
  for (;;) {
    const { type, bytes } = (await messages.next()).value as Message;
    client.write(bytes);
    if (type === 'Z') return bytes.toString('latin1', 5, 6);
  }
}

async function openBackend({ hostname, port }: URL, startup: Buffer): Promise<Backend> {
  const socket = connect({ port: Number(port), host: hostname, noDelay: true });
  socket.on('error', () => undefined).write(startup);
  const messages = readMessages(socket, { withStartup: false });
  const greeting: Buffer[] = [];
  for (let type = ''; type !== 'Z'; ) {
    const message = (await messages.next()).value as Message;
    ({ type } = message);
    greeting.push(message.bytes);
  }
  return { socket, messages, greeting: Buffer.concat(greeting) };
}

function isNamed({ type, bytes }: Message): boolean {
  return type === 'P' && bytes[5] !== 0;
}

/** A client's first message has no type. */
async function* readMessages(
  socket: Socket,
  { withStartup }: { readonly withStartup: boolean },
): AsyncGenerator<Message, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  let head = withStartup ? 0 : 1;
  for await (const chunk of socket) {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= head + 4 && rest.length >= head + rest.readInt32BE(head)) {
      const length = head + rest.readInt32BE(head);
      yield { type: head === 0 ? '' : rest.toString('latin1', 0, 1), bytes: rest.subarray(0, length) };
      rest = rest.subarray(length);
      head = 1;
    }
  }
  return undefined;
}
