import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { readBody } from '@postern/management';
import { expect, it, onTestFinished } from 'vitest';
import { listen } from './server.js';

/** Sends a body in chunks of one byte, and returns the answer. */
async function sendBytes(count: number, fetch: (request: Request) => Promise<Response>): Promise<string> {
  const server = await listen(fetch, 0, '127.0.0.1');
  onTestFinished(() => server.close());
  const sent = request({ port: server.port, method: 'POST', agent: false, headers: { Connection: 'close' } });
  sent.on('error', () => undefined);
  const answered = new Promise<string>((resolve, reject) => {
    sent.once('response', (response) => text(response).then(resolve, reject));
  });
  for (let index = 0; index < count; index += 1) sent.write('a');
  sent.end();
  return answered;
}

it('passes on a body in as many chunks as one may have', async () => {
  const echo = async (given: Request) => {
    const body = await readBody(given, 4_096);
    return new Response(body.ok ? `${body.text.length} bytes` : body.message);
  };
  expect(await sendBytes(1_000, echo)).toBe('1000 bytes');
  expect(await sendBytes(1_001, echo)).toContain('at most 1000 chunks');
});

it('F12 drops the chunks after those with which a body is refused', async () => {
  const answer = await sendBytes(5_000, async ({ body }) => {
    const reader = body?.getReader();
    for (let read = 0; read < 1_001; read += 1) await reader?.read();
    const next = reader?.read().then(() => 'more');
    return new Response(await Promise.race([next, pause(200, 'nothing')]));
  });
  expect(answer).toBe('nothing');
});
