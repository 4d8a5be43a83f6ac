/** On which terms a stream goes on. */
export interface StreamTerms {
  /** Checks whether its caller may still have it. If it throws, nobody knows, and the stream ends. */
  readonly stillThere: () => boolean | Promise<boolean>;
  /** How often to check while nothing comes, in milliseconds. Default: 15 seconds. */
  readonly everyMs?: number | undefined;
}

/**
 * Passes a stream on for as long as its caller may have it: `stillThere` is asked before each chunk, and every `everyMs`
 * while there is none. If it says no, the stream ends, and so does its source. No chunk that is asked for after a key was
 * revoked is sent, and a stream that is read outlives its key by `everyMs` at most.
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

  async function mayGoOn(): Promise<boolean> {
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
          if (!(await mayGoOn())) end(controller);
        }, everyMs);
      },
      async pull(controller) {
        const { done, value } = await reader.read().catch((error: unknown) => {
          stop();
          throw error;
        });
        if (isOver) return;
        if (done || !(await mayGoOn())) return end(controller);
        if (!isOver) controller.enqueue(value);
      },
      async cancel(reason) {
        if (stop()) await reader.cancel(reason);
      },
    },
    // A chunk that waits here would be sent by a check from before.
    { highWaterMark: 0 },
  );
}
