import { describe, expect, it } from 'vitest';
import { answerOn, reveal, say } from '../test-support/admin-agent.js';
import { call, callWithToken, type Session, signIn } from '../test-support/client.js';
import { recordedModel, says, uses } from '../test-support/recorded-model.js';
import { runSql } from '../test-support/test-database.js';
import { startTestWorkspace, type TestWorkspace } from '../test-support/test-workspace.js';

interface Organisation {
  readonly workspace: TestWorkspace;
  readonly ada: Session;
  readonly grace: Session;
  /** Fails if a token is in one of the texts, the chats or the log. */
  expectNoToken(...texts: readonly string[]): Promise<void>;
}

/** A workspace with keys of people, of a team and of a service account. Some were used, and one is old. */
async function organisation(config: Parameters<typeof startTestWorkspace>[0] = {}): Promise<Organisation> {
  const workspace = await startTestWorkspace(config);
  const { url, log } = workspace;
  const { database } = workspace.config;
  const [ada, grace] = [await signIn(url, 'ada'), await signIn(url, 'grace')];
  const pipeline = await ada.issueKey({ name: 'CI Pipeline' });
  const hook = await ada.issueKey({ name: 'hook' }, '/api/teams/platform/keys');
  const release = await ada.issueKey({ name: 'Release' }, '/api/services/deployments/keys');
  const laptop = await grace.issueKey({ name: 'Laptop' });
  const backup = await grace.issueKey({ name: 'nightly-backup' });
  for (const { token } of [pipeline, laptop, hook])
    expect((await callWithToken(`${url}/api/whoami`, token)).status).toBe(200);
  await runSql(database, `update postern_key set created_at = 0 where id = '${hook.id}'`);
  return {
    ...{ workspace, ada, grace },
    async expectNoToken(...texts) {
      const chats = JSON.stringify(await runSql(database, 'select * from workspace_chat_messages'));
      for (const { token } of [pipeline, hook, release, laptop, backup])
        for (const text of [...texts, chats, ...log]) expect(text).not.toContain(token.slice(21, 33));
    },
  };
}

const line = (text: string) => expect.stringContaining(text);

describe('an empty chat', () => {
  it('shows what one can say, and to admins what only they can ask', async () => {
    const { url } = await startTestWorkspace();
    const [ada, grace] = [await signIn(url, 'ada'), await signIn(url, 'grace')];
    const example = 'value="Who created what?"';
    expect((await ada.call('/agent')).text).toContain(example);
    const { text } = await grace.call('/agent');
    expect(text).toContain('value="Rehearse a leak"');
    expect(text).not.toContain(example);
  });
});

describe('the admin agent', () => {
  it('tells an admin who created what', async () => {
    const { ada, expectNoToken } = await organisation();
    const page = await say(ada, 'a quarterly inventory of who created what');
    expect(answerOn(page)).toEqual([
      'Keys that work: 5. Created in the last 90 days: 4.',
      'Ada created 3:',
      line('“Release” service.'),
      line('“CI Pipeline” user.'),
      line('“hook” team.'),
      'Grace created 2:',
      line('“nightly-backup” user.'),
      line('“Laptop” user.'),
    ]);
    expect(page).toContain('owner Deployments, created on ');
    expect(page).toContain('owner Platform, created on Jan 1, 1970');
    await expectNoToken(page);
  });

  it('tells an admin which automations deserve a team key, and what still uses personal keys', async () => {
    const { ada, expectNoToken } = await organisation();
    const automations = await say(ada, 'Which automations deserve a team key?');
    expect(answerOn(automations)).toEqual([
      line(
        'Personal keys used in the last 30 days: 2. With a name like a program’s, such as CI, deploy or nightly: 1.',
      ),
      line('“CI Pipeline” user.'),
      'A personal key stops when its owner leaves; a team key does not. To move a program:',
      'Say: Create a key called "Deploy" for the team platform',
      'Give the program the new key.',
      'Delete the old one.',
    ]);
    expect(automations).toContain('owner Ada');
    const personal = await say(ada, 'what still uses personal keys');
    expect(answerOn(personal)).toEqual([
      'Personal keys that work: 3. Used in the last 30 days: 2. Used before that: 0. Never used: 1.',
      line('“Laptop” user.'),
      line('“CI Pipeline” user.'),
    ]);
    await expectNoToken(automations, personal);
  });

  it('M04 tells no one else about the keys of all owners', async () => {
    const { grace } = await organisation();
    for (const sentence of [
      'Who created what?',
      'Which automations deserve a team key?',
      'What still uses personal keys?',
    ])
      expect(answerOn(await say(grace, sentence))).toEqual([
        'Only admins of the organisation can do this with everyone’s keys. Ask one of them.',
      ]);
  });
});

describe('the admin agent with a model', () => {
  it('gives the model the facts to answer with, and never a token', async () => {
    const answers: object[] = [
      uses('inventory_api_keys', {}),
      says('Ada created three keys, and Grace two.'),
      uses('inventory_api_keys', { kinds: ['user'] }),
      says('“CI Pipeline” deserves a team key.'),
      uses('inventory_api_keys', { kinds: ['user'] }),
      says('Only “CI Pipeline” and “Laptop” are in use.'),
      uses('create_api_key', { name: 'Leak rehearsal', scopes: [], expires_in_days: 1 }),
      says('Reveal the key below, and report it.'),
    ];
    const { received, model } = await recordedModel(answers);
    const { workspace, ada, expectNoToken } = await organisation({ model });
    const pages: string[] = [];
    for (const sentence of [
      'a quarterly inventory of who created what',
      'which automations deserve a team key',
      'what still uses personal keys',
      'rehearse a leak',
    ])
      pages.push(await say(ada, sentence));

    const token = await reveal(ada, pages.at(-1) ?? '');
    await call(`${workspace.url}/leaked-keys`, { method: 'POST', body: { token } });
    expect((await callWithToken(`${workspace.url}/api/whoami`, token)).status).toBe(401);
    answers.push(uses('explain_refusal', { key_id: token.slice(5, 21) }), says('It was leaked.'));
    pages.push(await say(ada, 'Why is it refused?'));

    const results = received.map((body) => JSON.stringify(JSON.parse(body).messages.at(-1)));
    for (const fact of ['hook', 'Release', 'nightly-backup', 'Platform', 'Deployments', 'user:grace'])
      expect(results[1]).toContain(fact);
    for (const result of [results[3], results[5]]) {
      expect(result).toContain('CI Pipeline');
      expect(result).toMatch(/last_used_at\W+20/);
      expect(result).not.toContain('Release');
    }
    expect(results[7]).toContain('/settings/offers/');
    expect(results[9]).toContain('It was reported as leaked at 20');
    await expectNoToken(...pages, ...received);
    for (const text of [...pages, ...received]) expect(text).not.toContain(token.slice(21, 33));
  });
});
