import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';

/** Connections that are held and not used. */
export interface HeldConnections {
  readonly count: number;
  readonly release: () => Promise<void>;
}

const maxMs = 20_000;
/** A client that is just logging in is not visible yet. */
const loginMs = 50;

/**
 * Takes every connection that a server has: first the free ones, then those of other clients of the database, except
 * for `spared` (an `application_name`).
 */
export async function takeAllConnections(databaseUrl: string, spared: string): Promise<HeldConnections> {
  const held: Client[] = [];
  const takeSome = async (): Promise<number> => {
    const clients = await Promise.all(Array.from({ length: 8 }, () => connect(databaseUrl)));
    const taken = clients.filter((client) => client !== undefined);
    held.push(...taken);
    return taken.length;
  };
  /** Returns whether there was anything left to take. */
  const takeMore = async () => (await takeSome()) > 0 || (await endOthers(held, spared)) > 0;

  for (const start = performance.now(); (await takeMore()) || (await pause(loginMs).then(takeMore)); ) {
    if (performance.now() - start > maxMs) throw new Error('others keep getting connections');
  }
  return {
    count: held.length,
    release: async () => void (await Promise.all(held.map((client) => client.end()))),
  };
}

/** Returns `undefined` if no connection is left. */
async function connect(connectionString: string): Promise<Client | undefined> {
  const client = new Client({ connectionString, application_name: 'holder' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '53300') return undefined;
    throw error;
  }
}

/** Terminates the connections of others. Returns how many there were. */
async function endOthers([client]: readonly Client[], spared: string): Promise<number> {
  if (client === undefined) throw new Error('others have all connections');
  const { rowCount } = await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name not in ('holder', $1)`,
    [spared],
  );
  return rowCount ?? 0;
}
