import { type PostgresServer, settlesWithin, startPostgres } from '@postern/postgres-server';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Answer, call, callWithToken, type Session, signIn } from '../test-support/client.js';
import { runSql } from '../test-support/test-database.js';
import { password, startTestWorkspace } from '../test-support/test-workspace.js';

/** The deadline of requests is 2 s; the rest is for a busy machine. */
const deadlineMs = 2_000 + 1_500;

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres({ settings: { max_connections: 30 } });
}, 60_000);
afterAll(() => server.close());

async function newDatabase(): Promise<string> {
  const { url, drop } = await server.createDatabase();
  onTestFinished(drop);
  return url;
}

async function start({ connectionString }: { readonly connectionString?: string } = {}) {
  const database = {
    engine: 'postgres',
    connectionString: connectionString ?? (await newDatabase()),
  } as const;
  const { url, log } = await startTestWorkspace({ database });
  const ada = await signIn(url, 'ada');
  const { token } = await ada.issueKey();
  return { log, requests: () => requestsOf(url, ada, token) };
}

/** One request of each kind that needs the database: with sessions, with keys, and with changes. */
function requestsOf(url: string, ada: Session, token: string): Promise<readonly Answer[]> {
  const text = JSON.stringify({ text: 'x' });
  return Promise.all([
    call(`${url}/api/session`, { method: 'POST', body: { email: 'ada@example.com', password } }),
    ada.call('/api/user/keys'),
    ada.call('/api/organisation', { method: 'PATCH', body: { plan: 'enterprise' } }),
    callWithToken(`${url}/api/agents`, token),
    callWithToken(`${url}/api/agents`, token, { method: 'POST', body: { name: 'n' } }),
    callWithToken(`${url}/v1/intake/support`, token, { method: 'POST', body: text }),
  ]);
}

const statuses = (answers: readonly Answer[]) => answers.map(({ status }) => status);
const served = [200, 200, 200, 200, 201, 202];

async function expectUnavailable(requests: () => Promise<readonly Answer[]>): Promise<void> {
  const answered = requests();
  expect(await settlesWithin(deadlineMs, answered)).toBe(true);
  const answers = await answered;
  expect(statuses(answers)).toEqual(served.map(() => 503));
  expect(answers.map(({ headers }) => headers.get('Retry-After'))).toEqual(served.map(() => '1'));
}

describe('F01 the workspace', () => {
  it('F01 responds 503 within the deadline, repeatedly, while PostgreSQL is frozen, and recovers', async () => {
    const { requests } = await start();
    expect(statuses(await requests())).toEqual(served);
    server.freeze();
    try {
      for (let round = 1; round <= 3; round += 1) await expectUnavailable(requests);
    } finally {
      server.thaw();
    }
    await expect.poll(async () => statuses(await requests()), { timeout: 10_000 }).toEqual(served);
  }, 60_000);

  it('F01 responds 503 while PostgreSQL is stopped, and recovers', async () => {
    const { requests, log } = await start();
    expect(statuses(await requests())).toEqual(served);
    await server.stop();
    try {
      await expectUnavailable(requests);
    } finally {
      await server.start();
    }
    await expect.poll(async () => statuses(await requests()), { timeout: 10_000 }).toEqual(served);
    expect(log.filter((line) => line.includes('DatabaseUnavailableError'))).not.toEqual([]);
  }, 60_000);

  it('F01 recovers after PostgreSQL was killed during requests', async () => {
    const { requests } = await start();
    const underWay = Array.from({ length: 10 }, requests);
    await server.kill9();
    const answers = (await Promise.all(underWay)).flat();
    expect(statuses(answers).filter((status) => status !== 503 && !served.includes(status))).toEqual([]);
    await server.start();
    await expect.poll(async () => statuses(await requests()), { timeout: 10_000 }).toEqual(served);
  }, 60_000);

  it('F01 responds 503 while PostgreSQL has no connection left, and recovers', async () => {
    const url = await newDatabase();
    const database = { engine: 'postgres', connectionString: url } as const;
    const name = new URL(url).pathname.slice(1);
    await runSql(database, `create role ${name} login`);
    await runSql(database, `alter database ${name} owner to ${name}`);
    const { requests } = await start({ connectionString: url.replace('//postgres@', `//${name}@`) });
    expect(statuses(await requests())).toEqual(served);

    await runSql(database, `alter role ${name} connection limit 0`);
    await runSql(
      database,
      `select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = '${name}'`,
    );
    await expectUnavailable(requests);
    await runSql(database, `alter role ${name} connection limit -1`);
    expect(statuses(await requests())).toEqual(served);
  }, 60_000);
});
