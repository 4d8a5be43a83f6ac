import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { callWithToken, signIn } from '../test-support/client.js';
import { temporaryDirectory } from '../test-support/temporary-directory.js';
import { engines, newDatabase, runSql } from '../test-support/test-database.js';
import { startTestWorkspace } from '../test-support/test-workspace.js';
import { readConfig } from './config.js';
import { createWorkspace } from './workspace.js';

describe.each(engines)('the start of the workspace on %s', (engine) => {
  it('seeds an empty database with the demo organisation, and changes nothing in a seeded one', async () => {
    const first = await startTestWorkspace({ engine, password: undefined, plan: 'team' });
    expect(first.workspace.seeded?.generatedPassword).toMatch(/^[\w-]{20}$/);
    const second = await startTestWorkspace({ database: first.config.database, plan: 'free' });
    expect(second.workspace.seeded).toBeUndefined();
    const { database } = first.config;
    expect(await runSql(database, 'select plan from workspace_organisation')).toEqual([{ plan: 'team' }]);
    expect(await runSql(database, 'select id, active from workspace_people order by id')).toEqual([
      { id: 'ada', active: 1 },
      { id: 'grace', active: 1 },
      { id: 'linus', active: 0 },
    ]);
  });

  it('stores no password in the database', async () => {
    const { url, config } = await startTestWorkspace({ engine });
    await signIn(url, 'ada');
    const rows = JSON.stringify(await runSql(config.database, 'select * from workspace_people'));
    expect(rows).toContain('$argon2id$v=19$');
    expect(rows).not.toContain(config.password);
  });

  it('creates one organisation and one check key if several workspaces start on one empty database', async () => {
    const database = await newDatabase(engine);
    const all = await Promise.all([1, 2, 3, 4, 5].map(() => startTestWorkspace({ database })));
    expect(all.filter(({ workspace }) => workspace.seeded !== undefined)).toHaveLength(1);
    const [first, ...others] = all;
    const { token } = await (await signIn(first?.url ?? '', 'ada')).issueKey();
    for (const { url } of others) expect((await callWithToken(`${url}/api/whoami`, token)).status).toBe(200);
  });

  it('keeps the check key of the last start, so that keys continue to work', async () => {
    const first = await startTestWorkspace({ engine });
    const { token } = await (await signIn(first.url, 'ada')).issueKey();
    await first.workspace.close();
    const second = await startTestWorkspace({ database: first.config.database });
    expect((await callWithToken(`${second.url}/api/whoami`, token)).status).toBe(200);
  });

  it('accepts tokens issued with the database’s check key even if another one is configured', async () => {
    const first = await startTestWorkspace({ engine });
    const { token } = await (await signIn(first.url, 'ada')).issueKey();
    await first.workspace.close();
    const checkKey = new Uint8Array(32).fill(7);
    const second = await startTestWorkspace({ database: first.config.database, checkKey });
    expect((await callWithToken(`${second.url}/api/whoami`, token)).status).toBe(200);
    const other = await (await signIn(second.url, 'ada')).issueKey();
    await second.workspace.close();
    const third = await startTestWorkspace({ database: first.config.database });
    expect((await callWithToken(`${third.url}/api/whoami`, other.token)).status).toBe(401);
  });
});

describe('the start of the workspace', () => {
  it('creates the folder of the file', async () => {
    const file = join(await temporaryDirectory(), 'not', 'there', 'workspace.sqlite');
    const { url } = await startTestWorkspace({ database: { engine: 'sqlite', file } });
    await signIn(url, 'ada');
  });

  it('fails if the port is in use', async () => {
    const first = await startTestWorkspace();
    const { workspace } = await startTestWorkspace();
    await expect(workspace.listen(Number(new URL(first.url).port))).rejects.toThrow('EADDRINUSE');
  });

  it('F07 closing the workspace finishes the current request, and accepts no other', async () => {
    const { url, workspace } = await startTestWorkspace();
    const { token } = await (await signIn(url, 'ada')).issueKey();
    const body = JSON.stringify({ name: 'Late' });
    const underWay = request(`${url}/api/agents`, {
      method: 'POST',
      agent: false,
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
        'Content-Length': body.length,
        Expect: '100-continue',
      },
    });
    underWay.flushHeaders();
    await once(underWay, 'continue');

    const closed = workspace.close();
    underWay.end(body);
    const [response] = (await once(underWay, 'response')) as [IncomingMessage];
    response.resume();
    await closed;
    expect(response.statusCode).toBe(201);
    await expect(callWithToken(`${url}/api/whoami`, token)).rejects.toThrow('fetch failed');
  });

  it('accepts the configuration from the environment', async () => {
    const file = join(await temporaryDirectory(), 'workspace.sqlite');
    const workspace = await createWorkspace(readConfig({ DATABASE_URL: `sqlite:${file}` }));
    expect(workspace.seeded?.generatedPassword).toBeTypeOf('string');
    await workspace.close();
  });
});
