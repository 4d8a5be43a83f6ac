import { nextTurn } from '../next-turn.js';
import type { KeyPageView } from '../views.js';
import type { ExportFormat } from './export-formats.js';

/** Where an export gets its pages, and what happens if it can't get one. */
export interface ExportSource {
  readonly first: KeyPageView;
  readonly pageAfter: (cursor: string) => Promise<KeyPageView>;
  readonly onError: (error: unknown) => void;
}

/**
 * Writes all keys from the first page on, as a stream. It reads a page when the client has taken the one before, so it
 * holds one page in memory and nothing in the database, however slowly the client reads. If a page can't be read, the
 * stream fails, which aborts the connection: a file that ends early must not look complete.
 */
export function exportKeys({ start, write }: ExportFormat, source: ExportSource): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let isCancelled = false;

  async function* chunks(): AsyncGenerator<string, void, void> {
    let page = source.first;
    yield start + page.keys.map(write).join('');
    while (page.nextCursor !== null && !isCancelled) {
      // A storage may answer synchronously, and a socket may take everything: other requests must make progress.
      // F12 export
      await nextTurn();
      page = await source.pageAfter(page.nextCursor);
      yield page.keys.map(write).join('');
    }
  }

  const remaining = chunks();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          let next = await remaining.next();
          while (!next.done && next.value === '') next = await remaining.next();
          if (isCancelled) return;
          if (next.done) controller.close();
          else controller.enqueue(encoder.encode(next.value));
        } catch (error) {
          source.onError(error);
          // F01 export
          throw new Error(
            'an export of keys ended early: see the fault event; if none, its reader lost access',
          );
        }
      },
      async cancel() {
        isCancelled = true;
        await remaining.return();
      },
    },
    // No buffer: what waits in one would be older than it has to be.
    { highWaterMark: 0 },
  );
}
