import { describe, expect, it } from 'vitest';
import { callWithToken, signIn } from '../test-support/client.js';
import { runSql } from '../test-support/test-database.js';
import { startTestWorkspace } from '../test-support/test-workspace.js';
import { visit } from '../test-support/visit.js';

const path = '/settings/services';

async function start() {
  const { url, config } = await startTestWorkspace();
  const ada = await signIn(url, 'ada');
  return {
    ...{ url, config, ada },
    visitAs: (to: string, options: Parameters<typeof visit>[1] = {}) =>
      visit(url + to, { session: ada, ...options }),
  };
}

describe('the list of service accounts', () => {
  it.each([
    ['en', 'Active', 'See agents', 'Added by', 'Actions for Deployments', 'Deactivate'],
    ['de', 'Aktiv', 'Agenten ansehen', 'Angelegt von', 'Aktionen für Deployments', 'Deaktivieren'],
  ])(
    'has their state, permissions with a sentence each, and what can be done (%s)',
    async (language, ...texts) => {
      const { visitAs } = await start();
      const { html, text } = await visitAs(path, { language });
      for (const expected of texts) expect(html).toContain(expected);
      for (const scope of ['agents:read', 'models:use', 'Ada']) expect(text).toContain(scope);
      expect(html).toContain(`href="${path}/deployments/keys"`);
      expect(html).toContain(`href="${path}" aria-current="page"`);
    },
  );

  it('says what one is for if there is none', async () => {
    const { config, visitAs } = await start();
    await runSql(config.database, 'delete from workspace_service_accounts');
    expect((await visitAs(path)).text).toContain('Add your first service account');
    expect((await visitAs(path, { language: 'de' })).text).toContain('Legen Sie das erste Dienstkonto an');
  });
});

describe('adding a service account', () => {
  it('ends on the list, which says so and leads to its first key', async () => {
    const { visitAs } = await start();
    const form = await visitAs(`${path}/new`);
    expect(form.text).toContain('Send messages to models');
    const added = await visitAs(path, { form: { name: 'Nightly build', permissions: 'agents:read' } });
    expect([added.status, added.location]).toEqual([303, expect.stringContaining(`${path}?done=added&key=`)]);
    const list = await visitAs(added.location ?? '');
    expect(list.text).toContain('Nightly build was added. Create its first key');
    const [, createKey = ''] = /<a href="([^"]+)">Create its first key/.exec(list.html) ?? [];
    expect((await visitAs(createKey)).status).toBe(200);
  });

  it('says what is wrong in German too, next to the field', async () => {
    const { visitAs } = await start();
    const send = (form: Record<string, string>) => visitAs(path, { language: 'de', form });
    const nothing = await send({ name: 'Nightly build' });
    expect([nothing.status, nothing.text]).toEqual([
      422,
      expect.stringContaining('Wählen Sie, was das Konto darf.'),
    ]);
    expect(nothing.html).toContain('value="Nightly build"');
    const taken = await send({ name: 'Deployments', permissions: 'agents:read' });
    expect(taken.text).toContain('So heißt schon ein anderes Dienstkonto.');
    expect(taken.html).toMatch(/aria-describedby="name-error name-hint" aria-invalid="true"/);
    expect((await send({ name: '', permissions: 'agents:read' })).text).toContain(
      'Geben Sie einen Namen ein.',
    );
  });
});

describe('deactivating and activating a service account', () => {
  it('says beforehand what ends, and afterwards what happened', async () => {
    const { url, ada, visitAs } = await start();
    const account = `${path}/deployments`;
    expect((await visitAs(`${account}/deactivate`)).text).toContain('None of its keys work now');
    const { token } = await ada.issueKey({ name: 'CI' }, '/api/services/deployments/keys');
    await callWithToken(`${url}/api/whoami`, token);

    const question = await visitAs(`${account}/deactivate`);
    expect(question.title).toBe('Deactivate Deployments? · Workspace');
    expect(question.text).toContain('It has one live key. From the next request on, it is refused with 401.');
    const german = await visitAs(`${account}/deactivate`, { language: 'de' });
    expect(german.text).toContain('Ab der nächsten Anfrage wird er abgelehnt (401).');
    expect((await callWithToken(`${url}/api/whoami`, token)).status).toBe(200);

    const done = await visitAs(`${account}/deactivate`, { form: {} });
    expect((await callWithToken(`${url}/api/whoami`, token)).status).toBe(401);
    const list = await visitAs(done.location ?? '');
    expect(list.text).toContain('Deployments is deactivated. Its keys are refused from now on.');
    expect(list.text).toContain('Deactivated');

    expect((await visitAs(`${account}/activate`)).text).toContain('Its one key works again');
    const back = await visitAs(`${account}/activate`, { form: {}, language: 'de' });
    expect((await visitAs(back.location ?? '', { language: 'de' })).text).toContain(
      'Deployments ist aktiv. Seine Schlüssel gelten wieder.',
    );
    expect((await callWithToken(`${url}/api/whoami`, token)).status).toBe(200);
  });

  it('counts the keys that end, and names the one that was used last', async () => {
    const { url, ada, visitAs } = await start();
    const keys = '/api/services/deployments/keys';
    const [old, busy] = [
      await ada.issueKey({ name: 'Old' }, keys),
      await ada.issueKey({ name: 'Busy' }, keys),
    ];
    await ada.issueKey({ name: 'Unused' }, keys);
    for (const { token } of [old, busy]) await callWithToken(`${url}/api/whoami`, token);
    const { text } = await visitAs(`${path}/deployments/deactivate`);
    expect(text).toContain('It has 3 live keys.');
    expect(text).toContain('Last used: Busy (service.');
  });

  it('a made-up link cannot claim what is not true', async () => {
    const { visitAs } = await start();
    for (const done of [
      'deactivated&key=deployments',
      'deactivated&key=nothing',
      'added',
      'x&key=deployments',
    ])
      expect((await visitAs(`${path}?done=${done}`)).html).not.toContain('data-done');
  });

  it('a deactivated account says on the page of its keys why it gets no new ones, in both languages', async () => {
    const { visitAs } = await start();
    await visitAs(`${path}/deployments/deactivate`, { form: {} });
    expect((await visitAs(`${path}/deployments/keys`)).text).toContain(
      'This service account is deactivated.',
    );
    const german = await visitAs(`${path}/deployments/keys`, { language: 'de' });
    expect(german.text).toContain('Dieses Dienstkonto ist deaktiviert.');
  });
});
