import { expect, it } from 'vitest';
import { readBody } from './read-body.js';

/** Creates a request whose body arrives in chunks of one byte. */
function inChunks(count: number): Request {
  let left = count;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => (left-- > 0 ? controller.enqueue(new Uint8Array([97])) : controller.close()),
  });
  return new Request('http://localhost/', { method: 'POST', body, duplex: 'half' } as RequestInit);
}

it.each([
  ['that is not UTF-8', 400, Buffer.from('caf\xe9', 'latin1'), 'application/json'],
  ['that ends within a character', 400, Buffer.from('é').subarray(0, 1), 'application/json'],
  ['in UTF-16', 400, Buffer.from('é', 'utf16le'), 'application/json'],
  ['with another charset', 415, Buffer.from('é'), 'application/json; charset=iso-8859-1'],
  ['with another charset in quotes', 415, Buffer.from('é'), 'text/plain;charset="UTF-16"'],
] as const)('F18 a body %s is refused, and not changed', async (_what, status, body, type) => {
  const headers = { 'Content-Type': type };
  const request = new Request('http://localhost/', { method: 'POST', body, headers });
  expect(await readBody(request, 100)).toMatchObject({ ok: false, status });
});

it.each(['application/json', 'application/json; charset=UTF-8', 'text/plain; charset="utf8"'])(
  'F18 a body in UTF-8 is read unchanged: %s',
  async (type) => {
    const headers = { 'Content-Type': type };
    const request = new Request('http://localhost/', { method: 'POST', body: 'é 😀 \uFFFD', headers });
    expect(await readBody(request, 100)).toEqual({ ok: true, text: 'é 😀 \uFFFD' });
  },
);

it.each([
  ['gzip', false],
  ['br, gzip', false],
  ['x', false],
  ['identity', true],
  ['Identity', true],
  ['', true],
])(
  'F18 a body is accepted only if it is not encoded: Content-Encoding %j, accepted: %s',
  async (encoding, passes) => {
    const headers = { 'Content-Type': 'application/json', 'Content-Encoding': encoding };
    const request = new Request('http://localhost/', { method: 'POST', body: '{}', headers });
    const read = await readBody(request, 100);
    expect(read).toMatchObject(passes ? { ok: true } : { ok: false, status: 415 });
  },
);

it('F12 a body in too many chunks is refused, however short it is', async () => {
  expect(await readBody(inChunks(1_000), 4_096)).toEqual({ ok: true, text: 'a'.repeat(1_000) });
  expect(await readBody(inChunks(1_001), 4_096)).toMatchObject({ ok: false, status: 413 });
});
