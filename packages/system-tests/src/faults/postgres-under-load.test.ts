import { type PostgresServer, startPostgres } from '@postern/postgres-server';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { figures } from '../../test-support/figures.js';
import { ask } from './ask.js';
import { type HeldConnections, takeAllConnections } from './exhaust-connections.js';
import { type Fault, type FaultReport, injectFault } from './fault.js';
import { slowestMs } from './load.js';
import { otherInstance, revokerElsewhere } from './other-instance.js';
import { startWorld, type World } from './postgres-world.js';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres({ settings: { max_connections: 20, fsync: 'off' } });
}, 60_000);
afterAll(() => server.close());

/** A broken connection emits an `error` event, which ends a process that doesn't listen to it. */
const unhandled = vi.fn();
const kinds = ['unhandledRejection', 'uncaughtException'] as const;
beforeEach(() => {
  unhandled.mockClear();
  for (const kind of kinds) process.on(kind, unhandled);
});
afterEach(() => {
  for (const kind of kinds) process.off(kind, unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

const maxConnections = 10;
/** Longer than all deadlines of a request. */
const lastsMs = 3_000;

/** Other clients hold all connections, except for one of another instance, which revokes. */
async function outOfConnections({ databaseUrl }: World): Promise<Fault> {
  let held: HeldConnections | undefined;
  return {
    lastsMs,
    revokeElsewhere: await revokerElsewhere(databaseUrl),
    async begin() {
      held = await takeAllConnections(databaseUrl, otherInstance);
    },
    end: async () => held?.release(),
  };
}

/** Another client holds a lock on the table of keys. */
async function locked({ databaseUrl }: World): Promise<Fault> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  return {
    lastsMs,
    begin: async () => void (await client.query('begin; lock table postern_key in access exclusive mode')),
    async end() {
      await client.query('commit');
      await client.end();
    },
  };
}

async function injectIntoService(faultOf: (world: World) => Fault | Promise<Fault>): Promise<FaultReport> {
  const world = await startWorld(server);
  const report = await injectFault(world, await faultOf(world));
  expect(await connectionsOf(world)).toBeLessThanOrEqual(maxConnections + 1);
  return report;
}

/** Counts the connections of a database's one or two services. */
function connectionsOf({ databaseUrl }: World): Promise<number> {
  return ask(
    databaseUrl,
    `select count(*)::int from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  );
}

function printFigures(what: string, { refused, recoveredMs }: FaultReport): void {
  figures(`PostgreSQL ${what}, under load`, {
    'requests refused': refused.length,
    'ms for the slowest': slowestMs(refused),
    'ms from the end of the fault to the last one': recoveredMs,
  });
}

describe('F01 a service under load', () => {
  it.each<readonly [string, (world: World) => Fault | Promise<Fault>]>([
    ['stopped', () => ({ begin: server.stop, end: server.start, lastsMs })],
    ['frozen', () => ({ begin: server.freeze, end: server.thaw, lastsMs })],
    ['out of connections', outOfConnections],
    ['locked', locked],
  ])(
    'F01 answers every request with 503 in time while PostgreSQL is %s, and recovers by itself',
    async (what, faultOf) => {
      const report = await injectIntoService(faultOf);
      expect(report.during.length).toBeGreaterThan(20);
      expect(report.during.filter(({ status }) => status !== 503)).toEqual([]);
      expect(report.recoveredMs).toBeLessThan(5_000);
      printFigures(what, report);
    },
    60_000,
  );

  it.each<readonly [string, () => Fault]>([
    ['restarted', () => ({ begin: server.stop, end: server.start, lastsMs: 0 })],
    ['killed and started again', () => ({ begin: server.kill9, end: server.start, lastsMs: 0 })],
  ])(
    'F01 answers 503 while PostgreSQL is being %s, and recovers by itself',
    async (what, faultOf) => {
      const report = await injectIntoService(faultOf);
      expect(report.refused.length).toBeGreaterThan(0);
      expect(report.recoveredMs).toBeLessThan(5_000);
      printFigures(what, report);
    },
    60_000,
  );
});
