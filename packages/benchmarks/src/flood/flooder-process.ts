// Floods a server, from a process of its own: see worker.ts.
import type { Commands } from '../harness/worker.js';
import { type Flood, type ForgeKnowledge, forge } from './forge.js';
import { openConnections, openHttpLoop } from './open-http-loop.js';

/** How much is sent, and for how long. */
export interface FloodLoad {
  readonly flood: Flood;
  readonly perSecond: number;
  readonly ms: number;
}

/** The server to flood, and what the flooder knows about it. */
export interface FlooderSetup extends ForgeKnowledge {
  readonly port: number;
}

export function start({ port, ...knowledge }: FlooderSetup): Commands {
  const agent = openConnections();
  let prepared: FloodLoad & { readonly tokens: readonly string[] };
  return {
    /** Forges the tokens beforehand, so that forging takes no time from sending. */
    prepare(load: FloodLoad) {
      prepared = { ...load, tokens: forge(load.flood, (load.perSecond * load.ms) / 1_000, knowledge) };
    },
    /** Returns how many responses had each status. */
    async flood() {
      const { statuses } = await openHttpLoop(agent, { port, ...prepared });
      return Object.fromEntries(statuses);
    },
  };
}
