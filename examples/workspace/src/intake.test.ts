import { describe, expect, it } from 'vitest';
import { call, callWithToken } from '../test-support/client.js';
import { manyItems, startTestIntake, untilEnded } from '../test-support/intake.js';
import { engines, runSql } from '../test-support/test-database.js';
import { startTestWorkspace } from '../test-support/test-workspace.js';

function submit(intake: string, token: string, body: unknown = { title: 'Broken build', text: 'It fails.' }) {
  return callWithToken(intake, token, { method: 'POST', body });
}

describe.each(engines)('an intake on %s', (engine) => {
  it('accepts work with a member’s key and with the team’s, and each sees it completed', async () => {
    const { intake, grace, team } = await startTestIntake(engine);
    const member = await grace.issueKey();
    for (const { token } of [member, team]) {
      const accepted = await submit(intake, token);
      expect(accepted).toMatchObject({ status: 202, body: { work_id: expect.stringMatching(/^work_/) } });
      const { work_id } = accepted.body;
      expect((await untilEnded(`${intake}/work/${work_id}`, token)).body).toEqual({
        work_id,
        status: 'completed',
        result: expect.stringContaining('Broken build: It fails.'),
      });
    }
  });

  it('marks work that cannot be done as failed, and says why', async () => {
    const { intake, team } = await startTestIntake(engine);
    const { body } = await submit(intake, team.token, { title: 'no text' });
    const ended = await untilEnded(`${intake}/work/${body.work_id}`, team.token);
    expect(ended.body).toMatchObject({ status: 'failed', error: expect.stringContaining('"text"') });
  });

  it('P09 masks a token of the payload in the result', async () => {
    const { intake, config, team } = await startTestIntake(engine);
    const { token } = team;
    for (const text of [`why does ${token} fail`, `${'x '.repeat(60)}${token}`, token.slice(5)]) {
      const { body } = await submit(intake, token, { title: 'Help', text });
      const { text: ended } = await untilEnded(`${intake}/work/${body.work_id}`, token);
      expect(ended).toContain('"status":"completed"');
      expect(ended).not.toContain(token.slice(21, 41));
    }
    const rows = JSON.stringify(await runSql(config.database, 'select * from workspace_work_items'));
    expect(rows).not.toContain(token.slice(21, 41));
  });

  it('H08 accepts only Bearer tokens: x-api-key alone gets a 401 that says so', async () => {
    const { intake, team } = await startTestIntake(engine);
    const answer = await call(intake, { method: 'POST', body: {}, headers: { 'x-api-key': team.token } });
    expect(answer.status).toBe(401);
    expect(answer.body.error).toContain('Authorization: Bearer');
    expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer realm="workspace"');
  });

  it('an intake needs the permission intake:submit', async () => {
    const { intake, grace } = await startTestIntake(engine);
    const { token } = await grace.issueKey({ name: 'n', scopes: ['agents:read'] });
    expect((await submit(intake, token)).status).toBe(403);
  });

  it('an intake and its work do not exist for keys of people who are not in the team', async () => {
    const { intake, config, grace, team } = await startTestIntake(engine);
    const { token } = await grace.issueKey();
    const { body } = await submit(intake, team.token);
    await runSql(config.database, "delete from workspace_team_members where person_id = 'grace'");
    expect((await submit(intake, token)).status).toBe(404);
    expect((await callWithToken(`${intake}/work/${body.work_id}`, token)).status).toBe(404);
  });

  it('refuses unknown intakes and work items, and bodies that are not JSON', async () => {
    const { intake, team } = await startTestIntake(engine);
    expect((await submit(`${intake}-2`, team.token)).status).toBe(404);
    expect((await callWithToken(`${intake}/work/work_x`, team.token)).status).toBe(404);
    expect((await submit(intake, team.token, 'text')).status).toBe(400);
    expect((await submit(intake, team.token, '')).status).toBe(400);
    expect((await submit(intake, team.token, { text: 'x'.repeat(2_000_000) })).status).toBe(413);
  });

  it('accepts JSON of any type, and processes every text in a list', async () => {
    const { intake, team } = await startTestIntake(engine);
    const outcomeOf = async (body: unknown) => {
      const { body: accepted } = await submit(intake, team.token, JSON.stringify(body));
      return (await untilEnded(`${intake}/work/${accepted.work_id}`, team.token)).body;
    };
    const batch = [{ title: 'One', text: 'first' }, null, { text: 'second' }];
    expect(await outcomeOf(batch)).toMatchObject({
      status: 'completed',
      result: expect.stringContaining('One: first\nsecond'),
    });
    for (const body of [null, 7, 'text', [], ['text']])
      expect(await outcomeOf(body)).toMatchObject({
        status: 'failed',
        error: expect.stringContaining('"text"'),
      });
  });

  it('F13 accepts no more work while too many items are waiting', async () => {
    const { intake, config, team } = await startTestIntake(engine);
    await runSql(config.database, manyItems(100, 'pending', '2026-01-01'));
    const refused = await submit(intake, team.token);
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '5']);
    expect(refused.headers.get('X-Should-Retry')).toBeNull();
    await runSql(config.database, "update workspace_work_items set status = 'failed' where id = 'pending1'");
    expect((await submit(intake, team.token)).status).toBe(202);
  });

  it('F13 deletes its oldest results, but never waiting items', async () => {
    const { intake, config, team } = await startTestIntake(engine);
    const now = new Date().toISOString().slice(0, 10);
    await runSql(config.database, manyItems(1, 'pending', '2026-01-01'));
    await runSql(config.database, manyItems(1, 'failed', '2026-01-01'));
    await runSql(config.database, manyItems(1_001, 'completed', now));
    expect((await submit(intake, team.token)).status).toBe(202);
    const statusOf = async (id: string) => (await callWithToken(`${intake}/work/${id}`, team.token)).status;
    expect(
      await Promise.all(['pending1', 'failed1', 'completed1', 'completed2', 'completed1001'].map(statusOf)),
    ).toEqual([...[200, 404, 404, 200, 200]]);
  });

  it('does the work that a crash left behind at the next start', async () => {
    const { config, workspace, team } = await startTestIntake(engine);
    await workspace.close();
    const { database } = config;
    await runSql(
      database,
      `insert into workspace_work_items (id, intake_id, status, payload, created_at)
        values ('work_left', 'support', 'pending', '{"text": "left behind"}', '2026-01-01T00:00:00.000Z')`,
    );

    const again = await startTestWorkspace({ database });
    const ended = await untilEnded(`${again.url}/v1/intake/support/work/work_left`, team.token);
    expect(ended.body).toMatchObject({ status: 'completed', result: expect.stringContaining('left behind') });
  });
});
