import { describe, expect, it } from 'vitest';
import { callWithToken } from '../test-support/client.js';
import { manyItems, startTestIntake, untilEnded } from '../test-support/intake.js';
import { engines, runSql } from '../test-support/test-database.js';
import { startTestWorkspace } from '../test-support/test-workspace.js';
import type { DatabaseLocation } from './database/open-database.js';

describe.each(engines)('a retried request to an intake, on %s', (engine) => {
  const uuid = '8e03978e-40d5-43dd-bc93-6894a57f9324';
  const retry = (intake: string, token: string, headers: Record<string, string>, body: unknown = work) =>
    callWithToken(intake, token, { method: 'POST', headers, body });
  const work = { title: 'Broken build', text: 'It fails.' };

  async function itemsIn(database: DatabaseLocation): Promise<number> {
    return (await runSql(database, 'select id from workspace_work_items')).length;
  }

  it.each(['Idempotency-Key', 'webhook-id'])('adds one item for each %s', async (header) => {
    const { intake, config, team } = await startTestIntake(engine);
    const first = await retry(intake, team.token, { [header]: uuid });
    expect(first.status).toBe(202);
    await untilEnded(`${intake}/work/${first.body.work_id}`, team.token);
    expect(await retry(intake, team.token, { [header]: uuid })).toMatchObject({
      status: 202,
      body: first.body,
    });
    expect(await itemsIn(config.database)).toBe(1);
    await retry(intake, team.token, { [header]: `${uuid}2` });
    await retry(intake, team.token, {});
    await retry(intake, team.token, {});
    expect(await itemsIn(config.database)).toBe(4);
  });

  it('adds one item, however many attempts arrive at the same time in two instances', async () => {
    const { intake, config, team } = await startTestIntake(engine);
    const other = await startTestWorkspace({ database: config.database });
    const intakes = [intake, `${other.url}/v1/intake/support`];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        retry(intakes[n % 2] ?? '', team.token, { 'Idempotency-Key': uuid }),
      ),
    );
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(202);
    expect(await itemsIn(config.database)).toBe(1);
  });

  it('a retry with another payload gets 422', async () => {
    const { intake, config, team } = await startTestIntake(engine);
    const headers = { 'Idempotency-Key': uuid };
    const { body } = await retry(intake, team.token, headers);
    await untilEnded(`${intake}/work/${body.work_id}`, team.token);
    expect((await retry(intake, team.token, headers, { text: 'something else' })).status).toBe(422);
    expect(await itemsIn(config.database)).toBe(1);
  });

  it('the same key from another sender is another request', async () => {
    const { intake, config, ada, grace, team } = await startTestIntake(engine);
    const senders = [team.token, (await ada.issueKey()).token, (await grace.issueKey()).token];
    const answers = await Promise.all(
      senders.map((token) => retry(intake, token, { 'Idempotency-Key': uuid }, { text: token.slice(0, 5) })),
    );
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(await itemsIn(config.database)).toBe(3);
    // The sender is the team, not the key: it may have rotated its key.
    const { token } = await ada.issueKey({ name: 'other' }, '/api/teams/platform/keys');
    const again = await retry(intake, token, { 'Idempotency-Key': uuid }, { text: 'team.' });
    expect(again.body).toEqual(answers[0]?.body);
  });

  it('a retry gets its response even if the intake accepts no more work', async () => {
    const { intake, config, team } = await startTestIntake(engine);
    const first = await retry(intake, team.token, { 'Idempotency-Key': uuid });
    await untilEnded(`${intake}/work/${first.body.work_id}`, team.token);
    await runSql(config.database, manyItems(100, 'pending', '2026-01-01'));
    expect((await retry(intake, team.token, { 'Idempotency-Key': 'new' })).status).toBe(429);
    expect((await retry(intake, team.token, { 'Idempotency-Key': uuid })).body).toEqual(first.body);
  });

  it('a request is forgotten with its result', async () => {
    const { intake, config, team } = await startTestIntake(engine);
    const first = await retry(intake, team.token, { 'Idempotency-Key': uuid });
    await untilEnded(`${intake}/work/${first.body.work_id}`, team.token);
    await runSql(config.database, "update workspace_work_items set created_at = '2020-01-01T00:00:00.000Z'");
    const second = await retry(intake, team.token, { 'Idempotency-Key': uuid });
    expect(second.status).toBe(202);
    expect(second.body.work_id).not.toBe(first.body.work_id);
    expect(await runSql(config.database, 'select * from workspace_work_requests')).toHaveLength(1);
  });

  it('a key that is empty, too long or contains an API key is refused, and no digest of one is stored', async () => {
    const { intake, config, team } = await startTestIntake(engine);
    for (const key of ['', 'a b', 'é', 'x'.repeat(256)])
      expect((await retry(intake, team.token, { 'Idempotency-Key': key })).status).toBe(400);
    expect((await retry(intake, team.token, { 'webhook-id': `msg-${team.token}` })).status).toBe(422);
    expect(await itemsIn(config.database)).toBe(0);

    const secret = team.token.slice(21);
    for (const [index, text] of [team.token, team.token.slice(5), secret].entries()) {
      const headers = { 'webhook-id': uuid + index };
      expect((await retry(intake, team.token, headers, { text })).status).toBe(202);
      // The rest of the payload is the same, so nothing that is stored depends on the secret.
      const other = text.replace(secret, secret.toLowerCase());
      expect((await retry(intake, team.token, headers, { text: other })).status).toBe(202);
    }
    const kept = JSON.stringify(await runSql(config.database, 'select * from workspace_work_requests'));
    expect(kept).toContain(uuid);
    expect(kept).not.toContain(secret.slice(0, 20));
  });
});
