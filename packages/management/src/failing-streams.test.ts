import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import express from 'express';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type ManagementHandler, nodeListener } from './index.js';

const record = 'x'.repeat(50_000);

/** Sends some records, and then fails. */
const failing =
  (records: number): ManagementHandler =>
  async () => {
    let left = records;
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          await new Promise(setImmediate);
          if (left === 0) throw new Error('the database is down');
          left -= 1;
          controller.enqueue(new TextEncoder().encode(record));
        },
      },
      { highWaterMark: 0 },
    );
    return new Response(body, { headers: { 'Content-Type': 'text/csv' } });
  };

async function portOf(server: Server | ReturnType<typeof createHttp2Server>): Promise<number> {
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

const reading = async (stream: NodeJS.ReadableStream) =>
  text(stream).then(
    () => 'complete',
    () => 'aborted',
  );

async function overHttp1(server: Server): Promise<string> {
  const sent = request({ host: '127.0.0.1', port: await portOf(server), agent: false }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  expect(answer.statusCode).toBe(200);
  return reading(answer);
}

// Hono's adapter prints the error, too.
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined));

describe.each([1, 2, 3, 20])('F01 a response that fails after %i records never looks complete', (records) => {
  const listen = nodeListener(failing(records));

  it('over HTTP/1.1', async () => {
    expect(await overHttp1(createServer(listen))).toBe('aborted');
  });

  it('in Express', async () => {
    expect(await overHttp1(createServer(express().use(listen)))).toBe('aborted');
  });

  it('over HTTP/2', async () => {
    const session = connectHttp2(`http://127.0.0.1:${await portOf(createHttp2Server(listen))}`);
    onTestFinished(() => session.destroy());
    const stream = session.request({ ':path': '/' });
    await once(stream, 'response');
    expect(await reading(stream)).toBe('aborted');
  });

  it('over HTTP/1.0, where a response ends with its connection', async () => {
    const socket = connect(await portOf(createServer(listen)), '127.0.0.1');
    socket.write('GET / HTTP/1.0\r\nHost: localhost\r\n\r\n');
    socket.once('data', (data) => expect(String(data)).toMatch(/^HTTP\/1.1 200 /));
    const outcome = await new Promise((resolve) => {
      socket.on('error', ({ code }: NodeJS.ErrnoException) => resolve(code));
      socket.resume().on('end', () => resolve('complete'));
    });
    expect(outcome).toBe('ECONNRESET');
  });
});
