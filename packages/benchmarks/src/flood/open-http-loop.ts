import { Agent, request } from 'node:http';

/** What to send by the clock. */
export interface OpenLoad {
  readonly port: number;
  /** Sent in this order, again and again. */
  readonly tokens: readonly string[];
  readonly perSecond: number;
  /** For how long, in milliseconds. */
  readonly ms: number;
}

/** All responses. */
export interface OpenFigures {
  /** Time from sending to the last byte of the response, in milliseconds, in no particular order. */
  readonly latencies: readonly number[];
  /** How many responses had each status. Status 0 is a failed connection. */
  readonly statuses: ReadonlyMap<number, number>;
}

/** Sends by the clock, whether or not earlier requests were answered, and waits for all responses. */
export async function openHttpLoop(
  agent: Agent,
  { port, tokens, perSecond, ms }: OpenLoad,
): Promise<OpenFigures> {
  const latencies: number[] = [];
  const statuses = new Map<number, number>();
  const answers: Promise<void>[] = [];

  async function send(token: string): Promise<void> {
    const sentAt = performance.now();
    const status = await statusOf(agent, port, token);
    latencies.push(performance.now() - sentAt);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }

  const count = Math.round((perSecond * ms) / 1_000);
  await byTheClock({ perSecond, count }, (index) => answers.push(send(tokens[index % tokens.length] ?? '')));
  await Promise.all(answers);
  return { latencies, statuses };
}

/** Creates an agent that keeps its connections open, as many as are needed at the same time. */
export function openConnections(): Agent {
  return new Agent({ keepAlive: true, maxFreeSockets: 4_096 });
}

/** Node's timers are accurate to a millisecond, so everything that is due by then is sent together. */
function byTheClock(
  { perSecond, count }: { readonly perSecond: number; readonly count: number },
  act: (index: number) => void,
): Promise<void> {
  const beganAt = performance.now();
  let done = 0;
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(count, Math.floor(((performance.now() - beganAt) / 1_000) * perSecond));
      for (; done < due; done += 1) act(done);
      if (done < count) return;
      clearInterval(timer);
      resolve();
    }, 1);
  });
}

function statusOf(agent: Agent, port: number, token: string): Promise<number> {
  return new Promise((resolve) => {
    const sent = request({ agent, host: '127.0.0.1', port, headers: { 'x-api-key': token } }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
      response.once('error', () => resolve(0));
    });
    sent.once('error', () => resolve(0));
    sent.end();
  });
}
