import { setTimeout as delay } from 'node:timers/promises';
import { readCpuMicroseconds, watch } from '../harness/processor.js';
import { startWorker, type Worker } from '../harness/worker.js';
import type { Profile } from '../section.js';
import type { ClientSetup, ValidFigures } from './client-process.js';
import { type FloodedKeys, floodedKeys } from './flooded-keys.js';
import type { FlooderSetup, FloodLoad } from './flooder-process.js';
import type { Flood } from './forge.js';
import type { FloodedSetup } from './server-process.js';

const validPerSecond = 200;
const floodPerSecond = 2_000;
/** How long a flood runs before anything is measured. */
const leadMs = 200;

/** The figures of one round. */
export interface TestbedFigures extends ValidFigures {
  /** How many cores the server had in use on average. */
  readonly cores: number;
  /** How many responses to the flood had each status. */
  readonly floodStatuses: Readonly<Record<string, number>>;
}

/** A server, a client with valid tokens and a flooder, each in a process of its own. */
export interface Testbed {
  measure(flood: Flood | 'quiet', ms: number): Promise<TestbedFigures>;
  /** Profiles the server while it is flooded. */
  profile(flood: Flood, of: string): Promise<Profile>;
  close(): Promise<void>;
}

interface TestbedSetup {
  readonly hasCheckKeys: boolean;
  readonly keyCount: number;
}

/** Issues keys, starts the three processes and proves each token. */
export async function startTestbed(setup: TestbedSetup): Promise<Testbed> {
  const keys = await floodedKeys(setup);
  const { server, client, flooder } = await startProcesses(keys);

  /** Runs `work` while the server is flooded. */
  async function duringFlood<Value>(flood: Flood, ms: number, work: () => Promise<Value>) {
    const load: FloodLoad = { flood, perSecond: floodPerSecond, ms: ms + leadMs };
    await flooder.call('prepare', load);
    const flooding = flooder.call<TestbedFigures['floodStatuses']>('flood');
    await delay(leadMs);
    return { value: await work(), floodStatuses: await flooding };
  }

  async function measureValid(ms: number) {
    const before = await readCpuMicroseconds(server);
    const figures = await client.call<ValidFigures>('measure', { perSecond: validPerSecond, ms });
    const taken = (await readCpuMicroseconds(server)) - before;
    return { ...figures, cores: taken / 1_000 / ms };
  }

  return {
    async measure(flood, ms) {
      if (flood === 'quiet') return { ...(await measureValid(ms)), floodStatuses: {} };
      const { value, floodStatuses } = await duringFlood(flood, ms, () => measureValid(ms));
      return { ...value, floodStatuses };
    },
    async profile(flood, of) {
      const ms = 1_500;
      return (await duringFlood(flood, ms, () => watch(server, { of, ms }))).value;
    },
    async close() {
      await Promise.all([client.close(), flooder.close()]);
      await server.close();
    },
  };
}

async function startProcesses({ file, checkKey, tokens, keyIds }: FloodedKeys): Promise<{
  readonly server: Worker;
  readonly client: Worker;
  readonly flooder: Worker;
}> {
  const served: FloodedSetup = { file, checkKey };
  const server = await startWorker(new URL('./server-process.js', import.meta.url), served);
  const port = await server.call<number>('port');
  const asking: ClientSetup = { port, tokens };
  const client = await startWorker(new URL('./client-process.js', import.meta.url), asking);
  const flooding: FlooderSetup = { port, keyIds, hasCheckKeys: checkKey !== undefined };
  const flooder = await startWorker(new URL('./flooder-process.js', import.meta.url), flooding);
  return { server, client, flooder };
}
