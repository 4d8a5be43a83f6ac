import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { callWithToken, signIn } from '../test-support/client.js';
import { startTestWorkspace, temporaryDirectory } from '../test-support/test-workspace.js';
import { readConfig } from './config.js';
import { createWorkspace } from './workspace.js';

describe('starting the workspace', () => {
  it('on an empty database seeds the demo organisation, and on its own database nothing', async () => {
    const first = await startTestWorkspace({ password: undefined, plan: 'team' });
    expect(first.workspace.seeded?.generatedPassword).toMatch(/^[\w-]{20}$/);
    const second = await startTestWorkspace({ databaseFile: first.config.databaseFile, plan: 'free' });
    expect(second.workspace.seeded).toBeUndefined();
    const database = new Sqlite(first.config.databaseFile);
    expect(database.prepare('select plan from workspace_organisation').all()).toEqual([{ plan: 'team' }]);
    expect(database.prepare('select id, active from workspace_people order by id').all()).toEqual([
      { id: 'ada', active: 1 },
      { id: 'grace', active: 1 },
      { id: 'linus', active: 0 },
    ]);
    database.close();
  });

  it('creates the folder of the database, and keeps no password in it', async () => {
    const file = join(await temporaryDirectory(), 'not', 'there', 'workspace.sqlite');
    const { url, config } = await startTestWorkspace({ databaseFile: file });
    await signIn(url, 'ada');
    const database = new Sqlite(file);
    const rows = database.prepare('select password_hash from workspace_people').all();
    expect(JSON.stringify(rows)).toContain('$argon2id$v=19$');
    expect(JSON.stringify(rows)).not.toContain(config.password);
    database.close();
  });

  it('several at once on one empty database end up with one seed and one check key', async () => {
    const databaseFile = join(await temporaryDirectory(), 'workspace.sqlite');
    const all = await Promise.all([1, 2, 3].map(() => startTestWorkspace({ databaseFile })));
    expect(all.filter(({ workspace }) => workspace.seeded !== undefined)).toHaveLength(1);
    const [first, ...others] = all;
    const { token } = await (await signIn(first?.url ?? '', 'ada')).issueKey();
    for (const { url } of others) expect((await callWithToken(`${url}/api/whoami`, token)).status).toBe(200);
  });

  it('again keeps the check key, so that keys go on working', async () => {
    const first = await startTestWorkspace();
    const { token } = await (await signIn(first.url, 'ada')).issueKey();
    await first.workspace.close();
    const second = await startTestWorkspace({ databaseFile: first.config.databaseFile });
    expect((await callWithToken(`${second.url}/api/whoami`, token)).status).toBe(200);
  });

  it('with a check key of its own goes on taking what was issued under the database’s', async () => {
    const first = await startTestWorkspace();
    const { token } = await (await signIn(first.url, 'ada')).issueKey();
    await first.workspace.close();
    const checkKey = new Uint8Array(32).fill(7);
    const second = await startTestWorkspace({ databaseFile: first.config.databaseFile, checkKey });
    expect((await callWithToken(`${second.url}/api/whoami`, token)).status).toBe(200);
    const other = await (await signIn(second.url, 'ada')).issueKey();
    await second.workspace.close();
    const third = await startTestWorkspace({ databaseFile: first.config.databaseFile });
    expect((await callWithToken(`${third.url}/api/whoami`, other.token)).status).toBe(401);
  });

  it('on a taken port fails', async () => {
    const first = await startTestWorkspace();
    const { workspace } = await startTestWorkspace();
    await expect(workspace.listen(Number(new URL(first.url).port))).rejects.toThrow('EADDRINUSE');
  });

  it('F07 and closing it finishes the request that is under way, and takes no other', async () => {
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

  it('takes the configuration of the environment as it is', async () => {
    const file = join(await temporaryDirectory(), 'workspace.sqlite');
    const workspace = await createWorkspace(readConfig({ DATABASE_URL: `sqlite:${file}` }));
    expect(workspace.seeded?.generatedPassword).toBeTypeOf('string');
    await workspace.close();
  });
});
