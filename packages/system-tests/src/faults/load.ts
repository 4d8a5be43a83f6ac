import type { IssuedKey, KeyId } from '@postern/core';

/** The answer to one request. */
export interface Answer {
  readonly keyId: KeyId;
  /** From `performance.now()`: before the request was sent, and after it was answered. */
  readonly startedMs: number;
  readonly endedMs: number;
  /** The status of the response; 0 if there was none. */
  readonly status: number;
  readonly retryAfter: string | null;
}

/** A continuous load of requests. */
export interface Load {
  /** The answers so far, in the order of their arrival. */
  readonly answers: readonly Answer[];
  /** Stops sending, and waits for the outstanding answers. */
  readonly stop: () => Promise<void>;
}

/** Sends one request with a key. */
export async function send(url: string, { token, key }: IssuedKey): Promise<Answer> {
  const startedMs = performance.now();
  const answered = await fetch(url, { headers: { 'x-api-key': token } }).catch(() => undefined);
  await answered?.arrayBuffer();
  const retryAfter = answered?.headers.get('retry-after') ?? null;
  return { keyId: key.id, startedMs, endedMs: performance.now(), status: answered?.status ?? 0, retryAfter };
}

/**
 * Sends a request every 10 ms, with each key in turn. It doesn't wait for earlier answers, because the callers of a
 * service don't know that it is in trouble.
 */
export function startLoad(url: string, keys: readonly IssuedKey[]): Load {
  const answers: Answer[] = [];
  const underWay = new Set<Promise<void>>();
  let turn = 0;

  const timer = setInterval(() => {
    const key = keys[turn % keys.length];
    turn += 1;
    if (key === undefined) return;
    const answered = send(url, key).then((answer) => {
      answers.push(answer);
      underWay.delete(answered);
    });
    underWay.add(answered);
  }, 10);

  return {
    answers,
    async stop() {
      clearInterval(timer);
      await Promise.all(underWay);
    },
  };
}

/** Returns how many milliseconds the slowest answer took. */
export function slowestMs(answers: readonly Answer[]): number {
  return Math.max(0, ...answers.map(({ startedMs, endedMs }) => endedMs - startedMs));
}
