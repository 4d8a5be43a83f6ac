import { once } from 'node:events';
import { settlesWithin } from '@postern/postgres-server';
import { describe, expect, it } from 'vitest';
import { factsOn, reveal, say, tokenIn } from '../test-support/admin-agent.js';
import { callWithToken, type Session, signIn } from '../test-support/client.js';
import { localServer } from '../test-support/local-server.js';
import { recordedModel, says, uses, waitingModel } from '../test-support/recorded-model.js';
import { engines, runSql } from '../test-support/test-database.js';
import { startTestWorkspace, type TestWorkspace } from '../test-support/test-workspace.js';

/** Opens the page that a card links to, replaces the key there, and returns the page that shows its successor. */
async function replace(session: Session, page: string, keyId: string): Promise<string> {
  const [, path = ''] = /href="(\/settings\/offers\/\w+)"/.exec(page) ?? [];
  expect((await session.call(path)).text).toContain('It stops working as soon as you reveal the new one.');
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const request = { method: 'POST', body: `replaces=${keyId}`, headers };
  const { status, text } = await session.call(`${path}/claim`, request);
  expect(status).toBe(201);
  return text;
}

const whoami = (url: string, token: string) => callWithToken(`${url}/api/whoami`, token);

/** Everything that the database stores about chats. */
async function stored({ config }: TestWorkspace): Promise<string> {
  return JSON.stringify(await runSql(config.database, 'select * from workspace_chat_messages'));
}

describe.each(engines)('the admin agent on %s', (engine) => {
  it('creates a key for the person who asks, and shows it only when they reveal it', async () => {
    const workspace = await startTestWorkspace({ engine });
    const ada = await signIn(workspace.url, 'ada');
    const page = await say(ada, 'Create an API key for me called "CI Pipeline"');
    expect(page).toContain('rule-based, no AI model');
    expect(page).toContain('Reveal key');
    const token = await reveal(ada, page);
    expect((await whoami(workspace.url, token)).body).toMatchObject({ owner: { kind: 'user', id: 'ada' } });

    const after = await say(ada, 'List my keys');
    expect(after).toMatch(/“CI Pipeline” user\.\w{8}… live, /);
    expect(after).toContain('This key was revealed.');
    for (const seen of [page, after, await stored(workspace), workspace.log.join('\n')])
      expect(seen).not.toContain(token.slice(21));
  });

  it('keeps the last messages of each person, visible only to them, until they delete the conversation', async () => {
    const workspace = await startTestWorkspace({ engine });
    const [ada, grace] = [await signIn(workspace.url, 'ada'), await signIn(workspace.url, 'grace')];
    await say(ada, 'Create an API key for me called "Secret plan"');
    expect(await say(grace, 'hello there')).not.toContain('Secret plan');
    const values = Array.from(
      { length: 250 },
      (_, n) => `('2020 0 ${String(n).padStart(4, '0')}','ada','person','m${n}.','[]')`,
    );
    await runSql(workspace.config.database, `insert into workspace_chat_messages values ${values.join(',')}`);
    const page = await say(ada, 'hello again');
    expect(page).not.toContain('m53.');
    expect(page).toContain('m249.');
    expect((JSON.parse(await stored(workspace)) as unknown[]).length).toBe(202);
    const { text } = await ada.call('/agent/forget', { method: 'POST' });
    expect(text).toContain('What can I do for you?');
    expect(await stored(workspace)).not.toContain('"ada"');
    expect(await stored(workspace)).toContain('hello there');
  });
});

describe('the admin agent', () => {
  it('refuses a member who asks for a key of the team, and says why', async () => {
    const { url } = await startTestWorkspace();
    const page = await say(await signIn(url, 'grace'), 'Create a key called "hook" for the team platform');
    expect(page).toContain('Only Owners and Admins of the team can manage its keys.');
    expect(page).not.toContain('Reveal key');
  });

  it('offers an admin a key of the team, if the plan has team keys', async () => {
    const { url, config } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    const sentence =
      'Create a key called "hook" for the team Platform with scopes intake:submit expiring in 30 days';
    const token = await reveal(ada, await say(ada, sentence));
    expect((await whoami(url, token)).body).toMatchObject({
      owner: { kind: 'team', id: 'platform' },
      permissions: ['intake:submit'],
    });
    await runSql(config.database, "update workspace_organisation set plan = 'free'");
    expect(await say(ada, 'Create a key called "more" for the team platform')).toContain(
      'Team keys come with the Business and Enterprise plans.',
    );
  });

  it('links to the page that deletes a key', async () => {
    const { url } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    const { id } = await ada.issueKey({ name: 'Old one' });
    expect(await say(ada, 'Delete the key called "old ONE"')).toContain(`/settings/user/keys/${id}/delete`);
    const team = await ada.issueKey({ name: 'hook' }, '/api/teams/platform/keys');
    const page = await say(ada, 'Revoke the key "hook" of the team platform');
    expect(page).toContain(`/settings/teams/platform/keys/${team.id}/delete`);
    await ada.issueKey({ name: 'Old one' });
    expect(await say(ada, 'Delete the key called "Old one"')).toContain('2 keys have that name');
    // Even if another key has this ID as its name.
    await ada.issueKey({ name: id });
    expect(await say(ada, `Delete the key "${id}"`)).toContain('Please confirm: anything that uses this key');
    expect(await say(ada, 'Delete the key called "nothing"')).toContain('find a key with that name');
  });

  it('links to the page that rotates a key and says which key ends', async () => {
    const { url } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    const old = await ada.issueKey({ name: 'Nightly' });
    const page = await say(ada, 'Rotate my key "Nightly"');
    const replaced = await replace(ada, page, old.id);
    expect(replaced).toContain(`The old key ${old.token.slice(0, 13)}… has stopped working.`);
    expect((await whoami(url, tokenIn(replaced))).status).toBe(200);
    expect((await whoami(url, old.token)).status).toBe(401);
  });

  it('explains why a key is refused, and lists unused keys', async () => {
    const { url } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    const { id } = await ada.issueKey();
    await ada.call(`/api/user/keys/${id}`, { method: 'DELETE' });
    expect(await say(ada, `Why does the key ${id} get 401?`)).toContain('It was deleted on ');
    expect(await say(ada, 'Which keys has nobody used for 90 days?')).toContain(
      'I found no key that has been unused for 90 days.',
    );
  });

  it('asks if it does not understand', async () => {
    const { url } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    expect(await say(ada, 'Sing me a song <img src=x onerror=alert(1)>')).toContain(
      'I didn’t understand that',
    );
    expect(await say(ada, 'Create a key')).toContain('What should the key be called?');
    expect(await say(ada, '<b>bold</b>')).toContain('&lt;b&gt;bold&lt;/b&gt;');
  });

  it('M08 masks a pasted token before it is stored, and links to the page that deletes the key', async () => {
    const workspace = await startTestWorkspace();
    const ada = await signIn(workspace.url, 'ada');
    const { token, id } = await ada.issueKey();
    const page = await say(ada, `Why does ${token} get 401?`);
    expect(page).toContain('I have masked it');
    expect(page).toContain(`/settings/user/keys/${id}/delete`);
    expect(page).toContain(`${token.slice(0, 13)}…`);
    for (const seen of [page, await stored(workspace), workspace.log.join('\n')])
      expect(seen).not.toContain(token.slice(21));
    // Nothing is revealed about someone else's key.
    const grace = await say(await signIn(workspace.url, 'grace'), `Whose is ${token}?`);
    expect(grace).toContain('I have masked it');
    expect(grace).not.toContain('/delete"');
  });
});

describe('M09 the card of an offer', () => {
  it('M09 states the owner, scopes and expiry of a new key', async () => {
    const { url } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    const own = await say(ada, 'Create an API key for me called "CI"');
    expect(factsOn(own)).toEqual({
      Owner: 'Ada (you)',
      Scopes: 'Everything you can do',
      Expires: expect.stringMatching(/^in 3 months \(.* UTC\)$/),
      'Offered by': 'Ada (you)',
      'Offer ends': expect.stringMatching(/^in 1[45] minutes \(.* UTC\)$/),
    });
    const sentence =
      'Create a key called "hook" for the team Platform with scopes intake:submit expiring in 30 days';
    expect(factsOn(await say(ada, sentence))).toMatchObject({
      Owner: 'Team Platform',
      Scopes: expect.stringMatching(/^intake:submit Send work to /),
      Expires: expect.stringMatching(/^in (29|30) days \(.* UTC\)$/),
    });
    const lasting = 'Create a key called "lasting" that never expires';
    expect(factsOn(await say(ada, lasting))).toMatchObject({
      Expires: 'This key never expires.',
    });
  });

  it.each([
    'Create a key called "CI"',
    'Create a key called "lasting" for the team Platform that never expires',
    'Create a key called "hook" for the team Platform with scopes intake:submit',
    'Create a key called "deploy" for the service account Deployments',
    'Rotate the key "Production"',
    'Rotate the key "Production" without an outage',
  ])('says the same as the page of the offer, in the same order: %s', async (sentence) => {
    const { url } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    await ada.issueKey({ name: 'Production' });
    const page = await say(ada, sentence);
    const [, path = ''] = /(\/settings\/offers\/\w+)/.exec(page) ?? [];
    const { Offered: _offered, ...onPage } = factsOn((await ada.call(path)).text);
    const withoutInstants = (facts: Readonly<Record<string, string>>) =>
      Object.entries(facts).map(([name, value]) => [name, value.replace(/ ?\(.* UTC\)$/, '')]);
    expect(withoutInstants(factsOn(page))).toEqual(withoutInstants(onPage));
  });

  it('refuses a key that never expires for an owner whose keys all expire', async () => {
    const { url } = await startTestWorkspace();
    const answer = await say(
      await signIn(url, 'ada'),
      'Create a key called "lasting" for the service account Deployments that never expires',
    );
    expect(answer).not.toContain('/claim"');
  });

  it('M09 ends nothing at one click if a model offers a rotation as a new key', async () => {
    const asked = 'Create an API key for me called "CI Pipeline"';
    const lie = 'Done: your new key for the CI pipeline is ready. Click “Reveal key” below.';
    const answers: object[] = [says(lie)];
    const { model } = await recordedModel(answers);
    const { url } = await startTestWorkspace({ model });
    const ada = await signIn(url, 'ada');
    const production = await ada.issueKey({ name: 'Production' });
    answers.unshift(uses('rotate_api_key', { key_id: production.id }));
    const page = await say(ada, asked);
    const cards = page.slice(page.indexOf('<section class="card"'));
    expect(cards).toContain('Rotate: Production');
    expect(cards).toContain('Ends a key');
    expect(factsOn(page)).toMatchObject({
      Replaces:
        `${production.token.slice(0, 13)}… It stops working as soon as you reveal the new one. ` +
        'If it had itself replaced a key that still works, that key stops as soon as you reveal the new one.',
      'Last used': 'Never used',
      Owner: 'Ada (you)',
    });
    expect(cards).not.toContain('Reveal key');
    expect(cards).not.toContain('/claim"');
    // A button of an older card or of another host.
    const [, path = ''] = /href="(\/settings\/offers\/\w+)"/.exec(cards) ?? [];
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const click = await ada.call(`${path}/claim`, { method: 'POST', body: '', headers });
    expect([click.status, tokenIn(click.text)]).toEqual([422, '']);
    expect((await whoami(url, production.token)).status).toBe(200);
  });

  it('M09 only links to its page if the offer cannot be read right now', async () => {
    const { url, config } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    await say(ada, 'Create an API key for me called "CI"');
    await runSql(config.database, 'alter table postern_offer rename to gone');
    const { status, text } = await ada.call('/agent');
    expect(status).toBe(200);
    expect(text).toContain('View offer…');
    expect(text).not.toContain('Reveal key');
  });
});

describe('the page of the admin agent', () => {
  it('requires a signed-in person, and accepts only its own forms', async () => {
    const { url } = await startTestWorkspace();
    const signedOut = await fetch(`${url}/agent`, { redirect: 'manual' });
    expect([signedOut.status, signedOut.headers.get('Location')]).toEqual([303, '/sign-in?to=%2Fagent']);
    const ada = await signIn(url, 'ada');
    const fromElsewhere = { Origin: 'https://evil.example.com' };
    for (const path of ['/agent', '/agent/forget'])
      expect((await ada.call(path, { method: 'POST', headers: fromElsewhere })).status).toBe(403);
    const { headers } = await ada.call('/agent');
    expect(headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('Cache-Control')).toBe('no-store');
  });

  it('F18 refuses a form with another media type', async () => {
    const { url } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    const headers = { 'Content-Type': 'multipart/form-data; boundary=x' };
    for (const path of ['/agent', '/sign-in'])
      expect((await ada.call(path, { method: 'POST', body: 'garbage', headers })).status).toBe(415);
  });

  it.each(['caf%FF', '%E2%82', '%ED%A0%BD', '100%'])(
    'F18 refuses a form with an escape that is not UTF-8, and stores nothing of it: %s',
    async (text) => {
      const workspace = await startTestWorkspace();
      const ada = await signIn(workspace.url, 'ada');
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
      const chat = await ada.call('/agent', { method: 'POST', body: `text=${text}`, headers });
      const body = `email=${text}&password=${text}`;
      const signedIn = await ada.call('/sign-in', { method: 'POST', body, headers });
      expect([chat.status, signedIn.status, await stored(workspace)]).toEqual([400, 400, '[]']);
    },
  );

  it('F12 looks up the cards of the last messages only, 20 of each: older cards link to their offers', async () => {
    const { url, config } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    const [, offerId = ''] =
      /offers\/(\w+)\/claim/.exec(await say(ada, 'Create an API key for me called "CI"')) ?? [];
    const cards = JSON.stringify(Array.from({ length: 25 }, () => ({ kind: 'offer', name: 'CI', offerId })));
    const values = Array.from(
      { length: 12 },
      (_, n) => `('9999 0 ${n + 10}','ada','agent','m${n}.','${cards}')`,
    );
    await runSql(config.database, `insert into workspace_chat_messages values ${values.join(',')}`);
    const { text } = await ada.call('/agent');
    expect(text.match(/Reveal key/g)).toHaveLength(10 * 20);
    expect(text.lastIndexOf('View offer…')).toBeLessThan(text.indexOf('Reveal key'));
    // Two messages with 20 each, and the first one.
    expect(text.match(/View offer…/g)).toHaveLength(2 * 20 + 1);
  });

  it('refuses a text that is too long or cannot be stored', async () => {
    const { url } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    for (const text of ['x'.repeat(2_001), 'nul\0nul']) {
      const body = new URLSearchParams({ text }).toString();
      expect((await ada.call('/agent', { method: 'POST', body, headers })).status).toBe(422);
    }
    expect(await say(ada, '   ')).toContain('What can I do for you?');
  });
});

describe('the admin agent with a model', () => {
  it('shows the answer of the model, and a button for what the tool created', async () => {
    const { received, model } = await recordedModel([
      uses('create_api_key', { name: 'CI Pipeline' }),
      says('Click the button below to reveal it.'),
    ]);
    const workspace = await startTestWorkspace({ model });
    const ada = await signIn(workspace.url, 'ada');
    const page = await say(ada, 'I would like a key for our CI pipeline');
    expect(page).toContain('Answers come from the model recorded.');
    expect(page).toContain('Click the button below');
    const token = await reveal(ada, page);
    expect((await whoami(workspace.url, token)).status).toBe(200);
    expect(received[0]).toContain('I would like a key for our CI pipeline');
    expect(received.join('')).not.toContain(token.slice(21));
  });

  it('M08 never sends a pasted token to the model', async () => {
    const { received, model } = await recordedModel([says('Hello.')]);
    const { url } = await startTestWorkspace({ model });
    const ada = await signIn(url, 'ada');
    const { token } = await ada.issueKey();
    expect(await say(ada, `My key is ${token}`)).toContain('I have masked it');
    expect(received).toEqual([]);
    await say(ada, 'Hello');
    expect(received[0]).toContain(`${token.slice(0, 13)}…`);
    expect(received[0]).not.toContain(token.slice(21));
  });

  it('stores what the model says, except for characters that cannot be stored', async () => {
    for (const engine of engines) {
      const { model } = await recordedModel([
        uses('create_api_key', { name: 'CI Pipeline' }),
        says(`NUL \0, half a pair \ud800, user.${'aB3'.repeat(22).slice(1)}.`),
      ]);
      const { url } = await startTestWorkspace({ engine, model });
      const page = await say(await signIn(url, 'ada'), 'A key, please');
      expect(page).toContain('NUL \uFFFD, half a pair \uFFFD, user.B3aB3aB3….');
      expect(page).toContain('Reveal key');
    }
  });

  it('aborts the request to the model when the workspace closes', async () => {
    const { server, url: baseURL } = await localServer(() => {});
    const { url, workspace, config, log } = await startTestWorkspace({
      model: { apiKey: 'none', baseURL, model: 'recorded' },
    });
    const ada = await signIn(url, 'ada');
    const said = say(ada, 'Hello').catch(() => undefined);
    await once(server, 'request');
    // Connections are cut after 5 s, so the request to the model was aborted.
    expect(await settlesWithin(4_000, workspace.close())).toBe(true);
    await said;
    expect(JSON.stringify(await runSql(config.database, 'select * from workspace_chat_messages'))).toContain(
      'The model is not responding right now.',
    );
    expect(log.join('\n')).not.toContain('acquireConnection');
  });

  it('answers one message per person at a time: another one is refused, and does not reach the model', async () => {
    const { asked, answer, model } = await waitingModel();
    const { url } = await startTestWorkspace({ model });
    const [ada, grace] = [await signIn(url, 'ada'), await signIn(url, 'grace')];
    const first = say(ada, 'Hello');
    await asked(1);
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    for (let count = 0; count < 40; count += 1) {
      const more = await ada.call('/agent', { method: 'POST', body: 'text=More', headers });
      expect([more.status, more.text.includes('the last one is still being answered')]).toEqual([409, true]);
    }
    const others = say(grace, 'Hello');
    await asked(2);
    answer('Hello yourself.');
    expect(await first).toContain('Hello yourself.');
    expect(await first).not.toContain('More');
    await others;
    expect(answer('again')).toBe(2);
    const next = say(ada, 'More');
    await asked(3);
    answer('Better.');
    expect(await next).toContain('Better.');
  });

  it.each(engines)(
    'aborts the request to the model if the conversation is deleted, and stores no answer, on %s',
    async (engine) => {
      const { asked, model } = await waitingModel();
      const workspace = await startTestWorkspace({ engine, model });
      const ada = await signIn(workspace.url, 'ada');
      const first = say(ada, 'Hello');
      await asked(1);
      const { text } = await ada.call('/agent/forget', { method: 'POST' });
      expect(text).toContain('What can I do for you?');
      expect(await first).toContain('What can I do for you?');
      expect(await stored(workspace)).toBe('[]');
      expect(workspace.log.filter((line) => line.includes('"error"'))).toEqual([]);
      void say(ada, 'Hello again').catch(() => undefined);
      await asked(2);
    },
  );

  it.each(engines)(
    'stores no answer of another process if the conversation was deleted in the meantime, on %s',
    async (engine) => {
      const { asked, answer, model } = await waitingModel();
      const workspace = await startTestWorkspace({ engine, model });
      const other = await startTestWorkspace({ database: workspace.config.database });
      const [ada, adaElsewhere] = [await signIn(workspace.url, 'ada'), await signIn(other.url, 'ada')];
      const first = say(ada, 'Hello');
      await asked(1);
      await adaElsewhere.call('/agent/forget', { method: 'POST' });
      answer('Too late.');
      expect(await first).toContain('What can I do for you?');
      expect(await stored(workspace)).toBe('[]');
    },
  );

  it('limits the tool calls for one answer', async () => {
    const content = Array.from({ length: 30 }, (_, n) => ({
      ...{ type: 'tool_use', id: `toolu_${n}`, name: 'create_api_key', input: { name: `key ${n}` } },
    }));
    const { model } = await recordedModel([{ stop_reason: 'tool_use', content }, says('Done.')]);
    const { url } = await startTestWorkspace({ model });
    const page = await say(await signIn(url, 'ada'), 'Thirty keys, please');
    expect(page.match(/Reveal key/g)).toHaveLength(20);
  });

  it('says so if the model does not respond, and shows what was done before', async () => {
    const { model } = await recordedModel([uses('create_api_key', { name: 'CI Pipeline' })]);
    const workspace = await startTestWorkspace({ model });
    const page = await say(await signIn(workspace.url, 'ada'), 'A key, please');
    expect(page).toContain('The model is not responding right now');
    expect(page).toContain('Reveal key');
    expect(workspace.log.join('\n')).toContain('InternalServerError');
  });
});
