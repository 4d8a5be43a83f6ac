import autocannon from 'autocannon';
import { latencyQuantiles } from '../harness/closed-loop.js';

/** What is sent, and for how long. */
export interface HttpLoad {
  readonly url: string;
  /** The tokens of each connection. It sends them in this order, again and again. */
  readonly tokens: readonly (readonly string[])[];
  /** For how long, in milliseconds, or until each connection has sent all of its tokens once. */
  readonly until: { readonly ms: number } | 'each was sent once';
}

/** The responses. */
export interface HttpFigures {
  readonly answers: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** The share of responses that are not 2xx, from 0 to 1. */
  readonly refusedShare: number;
}

/** Sends the next request on each connection as soon as there is a response. Throws if a connection fails. */
export async function closedHttpLoop({ url, tokens, until }: HttpLoad): Promise<HttpFigures> {
  const requests = tokens.map((own) => own.map((token) => ({ headers: { 'x-api-key': token } })));
  const latencies: number[] = [];
  let refused = 0;
  let firstAt = 0;
  let lastAt = 0;
  let clients = 0;

  const { errors } = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon(
      {
        url,
        connections: tokens.length,
        sampleInt: 50,
        ...(until === 'each was sent once'
          ? { amount: requests.flat().length }
          : { duration: until.ms / 1_000 }),
        setupClient: (client) => client.setRequests([...(requests[clients++] ?? [])]),
      },
      (error, result) => (error ? reject(error) : resolve(result)),
    );
    run.on('response', (_client, status, _bytes, ms) => {
      lastAt = performance.now();
      if (latencies.length === 0) firstAt = lastAt;
      latencies.push(ms);
      if (status < 200 || status > 299) refused += 1;
    });
  });
  if (errors > 0) throw new Error(`${errors} requests to ${url} failed`);
  return {
    answers: latencies.length,
    perSecond: (latencies.length / (lastAt - firstAt)) * 1_000,
    ...latencyQuantiles(latencies),
    refusedShare: refused / latencies.length,
  };
}
