import { type PostgresServer, startPostgres } from '@postern/postgres-server';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { callWithToken, type Session, signIn } from '../test-support/client.js';
import { password } from '../test-support/test-workspace.js';
import { buildWorkspace, printedAtFailure, startProcess } from '../test-support/workspace-process.js';

const rounds = 40;
const secret = 'a-password-in-a-URL';

let server: PostgresServer;
beforeAll(async () => {
  await buildWorkspace();
  server = await startPostgres();
}, 300_000);
afterAll(() => server.close());

/** The environment of a workspace on a new PostgreSQL database. */
async function onPostgres() {
  const { url, drop } = await server.createDatabase();
  onTestFinished(drop);
  return { DATABASE_URL: withPassword(url), WORKSPACE_PASSWORD: password };
}

function withPassword(url: string): string {
  return url.replace('//postgres@', `//postgres:${secret}@`);
}

async function statusOf(url: string, token: string): Promise<number> {
  return (await callWithToken(`${url}/api/agents`, token)).status;
}

function deleteKey(session: Session, id: string) {
  return session.call(`/api/user/keys/${id}`, { method: 'DELETE' });
}

describe('the process, with a DATABASE_URL that begins with postgres://', () => {
  it('serves a key from its creation to the 401 after its deletion, and across a restart', async () => {
    const environment = await onPostgres();
    const first = await startProcess(environment);
    const ada = await signIn(first.url, 'ada');
    const [kept, gone] = [await ada.issueKey(), await ada.issueKey()];
    expect([await statusOf(first.url, kept.token), await statusOf(first.url, gone.token)]).toEqual([
      200, 200,
    ]);
    expect((await deleteKey(ada, gone.id)).status).toBe(204);
    expect(await statusOf(first.url, gone.token)).toBe(401);
    expect(await first.stop()).toBe(0);

    const second = await startProcess(environment);
    expect([await statusOf(second.url, kept.token), await statusOf(second.url, gone.token)]).toEqual([
      200, 401,
    ]);
  });

  it(`S01 refuses a key that another process has deleted, from the next request on, ${rounds} times`, async () => {
    const environment = await onPostgres();
    const processes = await Promise.all([startProcess(environment), startProcess(environment)]);
    const sessions = await Promise.all(processes.map(({ url }) => signIn(url, 'ada')));
    const statuses: unknown[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const [here, there] = round % 2 === 0 ? [0, 1] : [1, 0];
      const session = sessions[here] as Session;
      const url = processes[there]?.url ?? '';
      const { token, id } = await session.issueKey();
      statuses.push([
        await statusOf(url, token),
        (await deleteKey(session, id)).status,
        await statusOf(url, token),
      ]);
    }
    expect(statuses).toEqual(new Array(rounds).fill([200, 204, 401]));
  });

  it('says that WORKSPACE_PASSWORD is ignored if another process has seeded the database', async () => {
    const environment = await onPostgres();
    const both = await Promise.all([startProcess(environment), startProcess(environment)]);
    const warning = 'This database is already seeded, so WORKSPACE_PASSWORD is ignored';
    const warned = () => both.map(({ printed }) => printed().includes(warning)).toSorted();
    await expect.poll(warned).toEqual([false, true]);
  });

  it('P02 never prints the password of the URL, not even when connections are lost', async () => {
    const { url, printed } = await startProcess(await onPostgres());
    const { token } = await (await signIn(url, 'ada')).issueKey();
    await server.kill9();
    expect(await statusOf(url, token)).toBe(503);
    await server.start();
    await expect.poll(() => statusOf(url, token), { timeout: 10_000 }).toBe(200);
    expect(printed()).toContain('ECONNREFUSED');
    expect(printed()).not.toContain(secret);
  });

  it.each([
    ['a server that does not exist', () => `postgres://ada:${secret}@127.0.0.1:1/workspace`, 'ECONNREFUSED'],
    [
      'a database that does not exist',
      () => `${withPassword(server.url)}_of_nobody`,
      'there is no such database',
    ],
    [
      'a host that does not exist',
      () => `postgres://ada:${secret}@no-such-host.invalid/workspace`,
      'DATABASE_URL',
    ],
    ['an invalid URL', () => `postgres://ada:${secret}@host:port/workspace`, 'DATABASE_URL'],
  ])('P02 says in one line why it cannot start with %s, without the password', async (_what, url, why) => {
    const printed = await printedAtFailure({ DATABASE_URL: url() });
    expect(printed).toContain(why);
    expect(printed.trim().split('\n')).toHaveLength(1);
    expect(printed).not.toContain(secret);
  });

  it('F07 ends on SIGTERM, even if PostgreSQL is frozen', async () => {
    const { url, stop } = await startProcess(await onPostgres());
    await signIn(url, 'ada');
    server.freeze();
    try {
      expect(await stop()).toBe(0);
    } finally {
      server.thaw();
    }
  });
});
