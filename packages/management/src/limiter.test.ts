import { expect, it } from 'vitest';
import { bodyRoom } from './limiter.js';
import { readRawBody } from './read-body.js';

/** A request whose body arrives when a test sends it. */
function sending() {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const init = { method: 'POST', body: readable, duplex: 'half' };
  return { request: new Request('http://localhost', init as RequestInit), writer };
}

const read = (bounded: Pick<Request, 'headers' | 'body'>) => readRawBody(bounded, 100);

it('L05 bodyRoom has no room for a body beyond its bytes, until another has been used', async () => {
  const room = bodyRoom(100, 1_000);
  const [one, other, third] = [sending(), sending(), sending()];
  const first = room.share(one.request, read);
  await one.writer.write(new Uint8Array(60));
  const second = room.share(other.request, read);
  other.writer.write(new Uint8Array(41)).catch(() => undefined);
  expect(await second).toBe('no_room');
  await one.writer.close();
  expect(await first).toMatchObject({ ok: true, bytes: { length: 60 } });
  const last = room.share(third.request, read);
  await third.writer.write(new Uint8Array(100));
  await third.writer.close();
  expect(await last).toMatchObject({ ok: true });
});

it('bodyRoom takes no room for what has not arrived', async () => {
  const room = bodyRoom(100, 10_000);
  for (let count = 0; count < 1_000; count += 1) void room.share(sending().request, read);
  const { request, writer } = sending();
  const sent = room.share(request, read);
  await writer.write(new Uint8Array(100));
  await writer.close();
  expect(await sent).toMatchObject({ ok: true });
});

it('L05 bodyRoom waits for a body until the deadline only, and frees what it took', async () => {
  const room = bodyRoom(100, 20);
  const { request, writer } = sending();
  const late = room.share(request, read);
  writer.closed.catch(() => undefined);
  await writer.write(new Uint8Array(100));
  expect(await late).toMatchObject({ ok: false, status: 400 });
  const next = sending();
  const sent = room.share(next.request, read);
  await next.writer.write(new Uint8Array(100));
  await next.writer.close();
  expect(await sent).toMatchObject({ ok: true });
});
