import { describe, expect, it } from 'vitest';
import { callWithToken, signIn } from '../test-support/client.js';
import { startTestIntake, untilEnded } from '../test-support/intake.js';
import { runSql } from '../test-support/test-database.js';
import { startTestWorkspace } from '../test-support/test-workspace.js';
import { unescaped, visit } from '../test-support/visit.js';

const path = '/integrations/intake-webhooks';

describe('the page of intake webhooks', () => {
  it.each([
    ['en', 'Intake webhooks', 'Team Platform', 'Send work', 'No work yet', 'Copy'],
    ['de', 'Intake-Webhooks', 'Team Platform', 'Auftrag senden', 'Noch keine Aufträge', 'Kopieren'],
  ])('has the address, snippets, and the latest work (%s)', async (language, ...texts) => {
    const { url } = await startTestWorkspace();
    const page = await visit(url + path, { session: await signIn(url, 'ada'), language });
    for (const text of [...texts, `${url}/v1/intake/support`, 'Node.js', 'GitHub Actions', 'intake:submit'])
      expect(page.text).toContain(text);
    expect(page.html).toContain(`href="${path}" aria-current="page"`);
    for (const name of ['INTAKE_KEY', 'Idempotency-Key']) expect(page.html).toContain(`<code>${name}</code>`);
  });

  it('leads people to a key that they may create', async () => {
    const { url, workspace: _, config } = await startTestWorkspace();
    const linkOf = async (who: 'ada' | 'grace') =>
      /<a href="([^"]+)"[^>]*>Create a/.exec(
        (await visit(url + path, { session: await signIn(url, who) })).html,
      )?.[1];
    expect(await linkOf('ada')).toBe('/settings/teams/platform/keys/new');
    expect(await linkOf('grace')).toBe('/settings/user/keys/new');
    await runSql(config.database, "update workspace_organisation set plan = 'free'");
    expect(await linkOf('ada')).toBe('/settings/user/keys/new');
  });

  it('says so if there are no intakes', async () => {
    const { url, config } = await startTestWorkspace();
    await runSql(config.database, 'delete from workspace_team_members');
    const session = await signIn(url, 'ada');
    expect((await visit(url + path, { session })).text).toContain('No intakes yet');
  });

  it.each([
    ['en', 'Failed', 'The payload has no field <code>text</code>'],
    ['de', 'Fehlgeschlagen', 'Der Inhalt hat kein Feld <code>text</code>'],
  ])('says what was received and why work failed (%s)', async (language, state, reason) => {
    const { intake, url, ada, team } = await startTestIntake('sqlite');
    const body = { subject: 'Hello', password: 'swordfish', of: team.token };
    const { work_id } = (await callWithToken(intake, team.token, { method: 'POST', body })).body;
    await untilEnded(`${intake}/work/${work_id}`, team.token);
    const page = await visit(url + path, { session: ada, language });
    for (const text of [work_id, state, '"subject":"Hello"']) expect(page.text).toContain(text);
    expect(page.html).toContain(reason);
    expect(page.html).toMatch(/<time datetime="[^"]+" title=/);
    for (const secret of ['swordfish', team.token.slice(21)]) expect(page.html).not.toContain(secret);
  });

  it('P09 keeps an excerpt without tokens and secrets in the database, and shows one while work is waiting', async () => {
    const { intake, url, config, ada, team } = await startTestIntake('sqlite');
    const waiting = `insert into workspace_work_items (id, intake_id, status, payload, created_at) values
      ('work_waiting', 'support', 'pending', '{"token": "swordfish", "of": "${team.token}"}', '2026-01-01T00:00:00.000Z')`;
    await runSql(config.database, waiting);
    const page = await visit(url + path, { session: ada });
    expect(page.text).toContain('Waiting');
    expect(unescaped(page.html)).toContain('{"token":"…","of":"team.');
    expect(page.html).not.toContain(team.token.slice(21));
    await runSql(config.database, 'delete from workspace_work_items');

    const body = { text: `why is ${team.token} refused`, password: 'swordfish' };
    const { work_id } = (await callWithToken(intake, team.token, { method: 'POST', body })).body;
    await untilEnded(`${intake}/work/${work_id}`, team.token);
    const kept = JSON.stringify(await runSql(config.database, 'select * from workspace_work_items'));
    expect(kept).toContain('why is team.');
    for (const secret of ['swordfish', team.token.slice(21)]) expect(kept).not.toContain(secret);
  });

  it('shows work of which nothing was kept', async () => {
    const { url, config } = await startTestWorkspace();
    const old = `insert into workspace_work_items (id, intake_id, status, payload, created_at) values
      ('work_old', 'support', 'completed', '', '2026-01-01T00:00:00.000Z')`;
    await runSql(config.database, old);
    expect((await visit(url + path, { session: await signIn(url, 'ada') })).text).toContain('Not kept');
  });
});
