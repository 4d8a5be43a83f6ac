import { expect, it } from 'vitest';
import { readBody } from './read-body.js';

/** A request whose body comes in chunks of one byte. */
function inChunks(count: number): Request {
  let left = count;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => (left-- > 0 ? controller.enqueue(new Uint8Array([97])) : controller.close()),
  });
  return new Request('http://localhost/', { method: 'POST', body, duplex: 'half' } as RequestInit);
}

it('F12 a body in a flood of chunks is refused, however short it is', async () => {
  expect(await readBody(inChunks(1_000), 4_096)).toEqual({ ok: true, text: 'a'.repeat(1_000) });
  expect(await readBody(inChunks(1_001), 4_096)).toMatchObject({ ok: false, status: 413 });
});
