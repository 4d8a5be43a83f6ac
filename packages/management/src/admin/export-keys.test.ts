import { expect, it, vi } from 'vitest';
import type { KeyPageView } from '../views.js';
import { exportFormats } from './export-formats.js';
import { exportKeys } from './export-keys.js';

const page = (name: string | null, nextCursor: string | null) =>
  ({ keys: name === null ? [] : [{ name }], nextCursor }) as unknown as KeyPageView;

/** An export of pages that are read one by one. */
function exporting(rest: readonly KeyPageView[]) {
  const left = [...rest];
  const pageAfter = vi.fn(async (_cursor: string) => {
    const next = left.shift();
    if (next === undefined) throw new Error('postgres://ada:secret@db');
    return next;
  });
  const onError = vi.fn();
  const stream = exportKeys(exportFormats['application/jsonl'], {
    first: page('1', 'a'),
    pageAfter,
    onError,
  });
  return { stream, pageAfter, onError };
}

it('an export has the keys of all pages, in their order, and skips empty pages', async () => {
  const { stream, pageAfter } = exporting([
    page(null, 'b'),
    page('2', 'c'),
    page(null, 'd'),
    page('3', null),
  ]);
  expect(await new Response(stream).text()).toBe('{"name":"1"}\n{"name":"2"}\n{"name":"3"}\n');
  expect(pageAfter.mock.calls).toEqual([['a'], ['b'], ['c'], ['d']]);
});

it('an export may end with an empty page', async () => {
  expect(await new Response(exporting([page(null, null)]).stream).text()).toBe('{"name":"1"}\n');
});

it('an export reads no page before its reader has taken the one before', async () => {
  const { stream, pageAfter } = exporting([page('2', 'b'), page('3', null)]);
  const reader = stream.getReader();
  for (const pages of [0, 1, 2]) {
    await reader.read();
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    expect(pageAfter).toHaveBeenCalledTimes(pages);
  }
  expect(await reader.read()).toMatchObject({ done: true });
});

it('an export reads no more pages once its reader has left', async () => {
  const { stream, pageAfter, onError } = exporting([page(null, 'b'), page(null, 'c'), page('2', 'd')]);
  const reader = stream.getReader();
  await reader.read();
  const next = reader.read();
  await reader.cancel();
  await next;
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
  expect(pageAfter.mock.calls.length).toBeLessThan(2);
  expect(onError).not.toHaveBeenCalled();
});

it('F01 an export that can read no further page fails, without saying why to its reader', async () => {
  const { stream, onError } = exporting([page('2', 'b')]);
  const failed = await new Response(stream).text().catch((error: Error) => error);
  expect(failed).toBeInstanceOf(Error);
  expect(String(failed)).not.toContain('secret');
  expect(onError.mock.calls).toEqual([[new Error('postgres://ada:secret@db')]]);
});

it('F12 an export of pages that are there already lets other work run between them', async () => {
  const pages = Array.from({ length: 50 }, (_, index) => page(null, `${index}`));
  const { stream } = exporting([...pages, page('2', null)]);
  let turns = 0;
  const count = () => {
    turns += 1;
    other = setImmediate(count);
  };
  let other = setImmediate(count);
  await new Response(stream).text();
  clearImmediate(other);
  expect(turns).toBeGreaterThanOrEqual(50);
});
