import { expect, it } from 'vitest';
import { streamWhile } from './stream-while.js';

/** A stream of texts that records when it is cancelled. */
function endless(text: string) {
  const said = { cancelled: false };
  const source = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode(text)),
    cancel: () => {
      said.cancelled = true;
    },
  });
  return { source, said };
}

const silent = () => new ReadableStream<Uint8Array>();

it('a stream passes on everything from its source', async () => {
  const source = new Response('all of it').body ?? silent();
  expect(await new Response(streamWhile(source, { stillThere: () => true })).text()).toBe('all of it');
});

it('a stream sends nothing more after its caller has lost access, and cancels its source', async () => {
  let left = 3;
  const { source, said } = endless('a');
  const stream = streamWhile(source, { stillThere: async () => left-- > 0 });
  expect(await new Response(stream).text()).toBe('aaa');
  expect(said.cancelled).toBe(true);
});

it('an idle stream ends when its caller has lost access', async () => {
  let asked = 0;
  const stream = streamWhile(silent(), { stillThere: () => ++asked < 3, everyMs: 1 });
  expect(await new Response(stream).text()).toBe('');
  expect(asked).toBe(3);
});

it('a stream ends if the check of its caller fails', async () => {
  const stillThere = () => Promise.reject(new Error('the database is down'));
  expect(await new Response(streamWhile(endless('a').source, { stillThere })).text()).toBe('');
});

it('a stream that is cancelled cancels its source, and stops checking', async () => {
  const { source, said } = endless('a');
  let asked = 0;
  await streamWhile(source, { stillThere: () => ++asked > 0, everyMs: 1 }).cancel();
  expect(said.cancelled).toBe(true);
  const before = asked;
  await new Promise(setImmediate);
  expect(asked).toBe(before);
});

it('an error of the source is passed on', async () => {
  const source = new ReadableStream<Uint8Array>({
    start: (controller) => controller.error(new Error('gone')),
  });
  await expect(new Response(streamWhile(source, { stillThere: () => true })).text()).rejects.toThrow('gone');
});
