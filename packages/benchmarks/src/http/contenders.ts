import { readCpuMicroseconds } from '../harness/processor.js';
import { startWorker, type Worker } from '../harness/worker.js';
import { closedHttpLoop, type HttpFigures } from './closed-http-loop.js';
import type { Population } from './population.js';
import type { Framework, ServerSetup, Serving } from './server.js';
import { eachOnce, mixed } from './tokens-by-connection.js';

/** The figures of one round, with the server's CPU time for each response. */
export interface ServedFigures extends HttpFigures {
  readonly cpuMicroseconds: number;
}

/** One route, and what is sent to it. */
interface Contender {
  readonly name: string;
  /** Sends requests without reading the server's CPU time: to warm it up, or while it is profiled. */
  load(ms: number): Promise<HttpFigures>;
  measure(ms: number): Promise<ServedFigures>;
}

/** The routes of one framework. */
export interface Contenders {
  readonly all: readonly Contender[];
  /** The server with Postern. */
  readonly server: Worker;
  close(): Promise<void>;
}

/** The names of the contenders. */
export const routes: Readonly<
  Record<'bare' | 'noGuard' | 'memory' | 'memoryMix' | 'sqlite' | 'sqliteMix' | 'betterAuth', string>
> = {
  bare: 'bare route',
  noGuard: 'a guard that verifies nothing: an async middleware that sets two headers',
  memory: 'Postern, people in memory',
  memoryMix: 'Postern, people in memory, 10 % refused',
  sqlite: 'Postern, people read from SQLite',
  sqliteMix: 'Postern, people read from SQLite, 10 % refused',
  betterAuth: 'better-auth, fastest settings with database and hashing',
};

/** Starts the servers of a framework, and proves each token once to every service that remembers proofs. */
export async function startContenders(framework: Framework, population: Population): Promise<Contenders> {
  const { file, peopleFile, tokens, refused } = population;
  const postern = await startServer({ framework, guard: 'postern', file, peopleFile });
  const other = await startServer({ framework, guard: 'better-auth', keyCount: tokens.length });
  const [memory, sqlite] = [`${postern.url}/memory`, `${postern.url}/sqlite`];
  for (const url of [memory, sqlite])
    await closedHttpLoop({ url, tokens: eachOnce(tokens), until: 'each was sent once' });

  const [valid, mix] = [mixed(tokens), mixed(tokens, refused)];
  const ofPostern = (name: string, url: string, refuses: boolean) =>
    contender(name, postern.worker, { url, tokens: refuses ? mix : valid, refusedShare: refuses ? 0.1 : 0 });
  return {
    all: [
      ofPostern(routes.bare, `${postern.url}/bare`, false),
      ofPostern(routes.noGuard, `${postern.url}/headers`, false),
      ofPostern(routes.memory, memory, false),
      ofPostern(routes.memoryMix, memory, true),
      ofPostern(routes.sqlite, sqlite, false),
      ofPostern(routes.sqliteMix, sqlite, true),
      contender(routes.betterAuth, other.worker, {
        url: `${other.url}/guarded`,
        tokens: mixed(other.tokens),
        refusedShare: 0,
      }),
    ],
    server: postern.worker,
    async close() {
      await Promise.all([postern.worker.close(), other.worker.close()]);
    },
  };
}

interface Served extends Serving {
  readonly worker: Worker;
}

async function startServer(setup: ServerSetup): Promise<Served> {
  const worker = await startWorker(new URL('./server-process.js', import.meta.url), setup);
  return { worker, ...(await worker.call<Serving>('serving')) };
}

interface Sent {
  readonly url: string;
  readonly tokens: readonly (readonly string[])[];
  readonly refusedShare: number;
}

function contender(name: string, server: Worker, { url, tokens, refusedShare }: Sent): Contender {
  async function load(ms: number): Promise<HttpFigures> {
    const figures = await closedHttpLoop({ url, tokens, until: { ms } });
    // A connection that ends in the middle of its list can have sent a little too many or too few of the refused
    // tokens.
    if (Math.abs(figures.refusedShare - refusedShare) > refusedShare / 5)
      throw new Error(`${name}: ${(figures.refusedShare * 100).toFixed(1)} % were refused`);
    return figures;
  }
  return {
    name,
    load,
    async measure(ms) {
      const before = await readCpuMicroseconds(server);
      const figures = await load(ms);
      const taken = (await readCpuMicroseconds(server)) - before;
      return { ...figures, cpuMicroseconds: taken / figures.answers };
    },
  };
}
