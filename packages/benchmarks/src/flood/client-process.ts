// Sends valid tokens by the clock, from a process of its own: see worker.ts.
import { latencyQuantiles } from '../harness/closed-loop.js';
import type { Commands } from '../harness/worker.js';
import { openConnections, openHttpLoop } from './open-http-loop.js';

/** The server to send to, and the tokens to send. */
export interface ClientSetup {
  readonly port: number;
  readonly tokens: readonly string[];
}

/** The responses to its requests. */
export interface ValidFigures {
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** How many valid requests got a status other than 200. */
  readonly refused: number;
}

/** How often to send, and for how long. */
interface ValidLoad {
  readonly perSecond: number;
  readonly ms: number;
}

/** Sends each token once, one after the other, so that each is proven. */
export async function start({ port, tokens }: ClientSetup): Promise<Commands> {
  const agent = openConnections();
  for (const token of tokens) {
    const { statuses } = await openHttpLoop(agent, { port, tokens: [token], perSecond: 1_000, ms: 1 });
    if (!statuses.has(200)) throw new Error(`a valid token got ${[...statuses.keys()]}`);
  }
  return {
    async measure(load: ValidLoad): Promise<ValidFigures> {
      const { latencies, statuses } = await openHttpLoop(agent, { port, tokens, ...load });
      return { ...latencyQuantiles(latencies), refused: latencies.length - (statuses.get(200) ?? 0) };
    },
  };
}
