/** When a stream may continue. */
export interface StreamTerms {
  /** Checks whether the caller may still receive the stream. The stream also ends if it throws. */
  readonly stillThere: () => boolean | Promise<boolean>;
  /** How often to check an idle stream, in milliseconds. Default: 15 seconds. */
  readonly everyMs?: number | undefined;
}

/**
 * Passes a stream on for as long as its caller may receive it: `stillThere` is called before each chunk, and every
 * `everyMs` in between. If it resolves to false, the stream ends, and its source is cancelled. No chunk that is
 * requested after a key was revoked is sent, and a stream outlives its key by at most `everyMs`.
 *
 * @example
 * const stillThere = async () => (await keys.verify(token)).ok;
 * const events = (source: ReadableStream<Uint8Array>) =>
 *   new Response(streamWhile(source, { stillThere }), { headers: { 'Content-Type': 'text/event-stream' } });
 */
export function streamWhile(
  source: ReadableStream<Uint8Array>,
  { stillThere, everyMs = 15_000 }: StreamTerms,
): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  let isOver = false;
  let checks: ReturnType<typeof setInterval> | undefined;

  async function mayContinue(): Promise<boolean> {
    try {
      return await stillThere();
    } catch {
      return false;
    }
  }

  function stop(): boolean {
    if (isOver) return false;
    isOver = true;
    clearInterval(checks);
    return true;
  }

  function end(controller: ReadableStreamDefaultController<Uint8Array>): void {
    if (!stop()) return;
    controller.close();
    void reader.cancel().catch(() => undefined);
  }

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        checks = setInterval(async () => {
          if (!(await mayContinue())) end(controller);
        }, everyMs);
      },
      async pull(controller) {
        const { done, value } = await reader.read().catch((error: unknown) => {
          stop();
          throw error;
        });
        if (isOver) return;
        if (done || !(await mayContinue())) return end(controller);
        if (!isOver) controller.enqueue(value);
      },
      async cancel(reason) {
        if (stop()) await reader.cancel(reason);
      },
    },
    // No buffer: a chunk that waits in one was checked too early.
    { highWaterMark: 0 },
  );
}
