/** Limits how many jobs run at the same time. */
export interface Limiter {
  /** Runs a job. `undefined`: too many are running, so this one did not start. */
  run<Value>(job: () => Promise<Value>): Promise<Value | undefined>;
}

/** Creates a limiter. Nothing waits in it: whoever is refused may try again later. */
export function limiter(maxRunning: number): Limiter {
  let running = 0;
  return {
    async run(job) {
      // L04 places
      if (running >= maxRunning) return undefined;
      running += 1;
      try {
        return await job();
      } finally {
        running -= 1;
      }
    },
  };
}

/** Room for bodies whose sender is not known yet. */
export interface BodyRoom {
  /**
   * Passes the body of a request to `use`. Reading it fails if it takes too long, or if there is no room for it; in the
   * latter case, this resolves to `no_room`. Its room is free again once `use` has ended.
   */
  share<Value>(
    request: Request,
    use: (bounded: Pick<Request, 'headers' | 'body'>) => Promise<Value>,
  ): Promise<Value | 'no_room'>;
}

/**
 * Creates room for this many bytes. It counts bytes that have arrived, not bodies: a caller who sends nothing takes no
 * room from others.
 */
export function bodyRoom(maxBytes: number, deadlineMs: number): BodyRoom {
  let used = 0;
  return {
    async share(request, use) {
      let own = 0;
      let isFull = false;
      const count = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(chunk, controller) {
          // L05 room
          if (used + chunk.byteLength > maxBytes) {
            isFull = true;
            return controller.error(new Error('no room'));
          }
          used += chunk.byteLength;
          own += chunk.byteLength;
          controller.enqueue(chunk);
        },
      });
      const signal = AbortSignal.timeout(deadlineMs);
      try {
        const body = request.body?.pipeThrough(count, { signal }) ?? null;
        const value = await use({ headers: request.headers, body });
        return isFull ? 'no_room' : value;
      } finally {
        used -= own;
      }
    },
  };
}
