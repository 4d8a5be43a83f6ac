import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { answerOn, factsOn, say } from '../test-support/admin-agent.js';
import { type Session, signIn } from '../test-support/client.js';
import { runSql } from '../test-support/test-database.js';
import { startTestWorkspace, type TestWorkspace } from '../test-support/test-workspace.js';
import { unescaped, visit } from '../test-support/visit.js';

const dayMs = 24 * 60 * 60 * 1_000;

/** The lines of the answer to a message. */
const answerTo = async (session: Session, text: string) => answerOn(await say(session, text));

/** Sets when a key expires. `null`: never. */
async function setExpiry({ config }: TestWorkspace, id: string, at: Date | null): Promise<void> {
  const value = at?.getTime() ?? null;
  await runSql(config.database, `update postern_key set expires_at = ${value} where id = '${id}'`);
}

describe('the language of an answer', () => {
  it('is that of the question, and that of the page if the question has none', async () => {
    const { url } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    const answer = async (text: string, language: string) => {
      await visit(`${url}/agent`, { session: ada, language, form: { text } });
      return answerOn((await visit(`${url}/agent`, { session: ada, language })).html)[0];
    };
    expect(await answer('Danke!', 'en')).toBe('Gern geschehen.');
    expect(await answer('Thanks!', 'de')).toBe('You’re welcome.');
    expect(await answer(`Was darf ${(await ada.issueKey()).token}?`, 'en')).toMatch(
      /^Ihre Nachricht enthielt/,
    );
    expect(await answer('???', 'de')).toMatch(/^Das habe ich nicht verstanden/);
    expect(await answer('???', 'en')).toMatch(/^I didn’t understand that/);
  });
});

describe('a request for a key of "my team"', () => {
  it('means the only team, and asks which one if there are several', async () => {
    const { url, config } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    for (const text of [
      'Create a key for my team called "hook"',
      'Erstelle für mein Team einen Schlüssel namens hook',
    ])
      expect(Object.values(factsOn(await say(ada, text)))).toContain('Team Platform');
    await runSql(
      config.database,
      "insert into workspace_teams (id, name, permissions) values ('t2', 'Second', '')",
    );
    await runSql(
      config.database,
      "insert into workspace_team_members (team_id, person_id, role) values ('t2', 'ada', 'Owner')",
    );
    const page = await say(ada, 'Create a key for my team called "hook two"');
    expect(answerOn(page)).toEqual(['Which team? For example: for the team platform']);
    expect(await answerTo(ada, 'Welche Schlüssel hat mein Team?')).toEqual([
      'Welches Team? Zum Beispiel: für das Team Platform',
    ]);
  });

  it('M08 refuses a key for another person, in both languages', async () => {
    const { url } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    for (const text of [
      'Create a key called "hook" for Grace',
      'Erstelle einen Schlüssel namens hook für Grace',
      'Erstelle einen Schlüssel namens hook für „user:grace“',
    ])
      expect(await say(ada, text)).not.toContain('Reveal key');
  });
});

describe('a read-only key', () => {
  it('may only read', async () => {
    const { url } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    expect(factsOn(await say(ada, 'Create a read-only key called "CI"')).Scopes).toBe(
      'agents:read See agents',
    );
    const german = await say(ada, 'Erstelle einen Schlüssel namens CI, der nur lesen darf');
    expect(factsOn(german).Scopes).toBe('agents:read See agents');
  });
});

describe('a rotation without an outage', () => {
  it('has a grace period of a day, and says so', async () => {
    const { url } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    await ada.issueKey({ name: 'Nightly' });
    const page = await say(ada, 'Rotate my key "Nightly" without an outage');
    expect(answerOn(page)[0]).toMatch(
      /^Please confirm: the old key keeps working for 1 day after you reveal the new one/,
    );
    expect(factsOn(page).Replaces).toContain('it keeps working for 1 day, then stops.');
    const [german] = await answerTo(
      ada,
      'Ersetze meinen Schlüssel „nightly“ mit einer Übergangsfrist von 12 Stunden',
    );
    expect(german).toMatch(
      /^Bitte bestätigen Sie: .* gilt der alte noch 12 Stunden, sofern er nicht vorher abläuft\./,
    );
  });
});

describe('a question about when keys expire', () => {
  it('lists those that expire soon, soonest first, and those that never do', async () => {
    const workspace = await startTestWorkspace();
    const ada = await signIn(workspace.url, 'ada');
    const [late, soon, never] = [
      await ada.issueKey({ name: 'late' }),
      await ada.issueKey({ name: 'soon' }),
      await ada.issueKey({ name: 'never' }),
    ];
    await setExpiry(workspace, late.id, new Date(Date.now() + 20 * dayMs));
    await setExpiry(workspace, soon.id, new Date(Date.now() + 2 * dayMs));
    await setExpiry(workspace, never.id, null);
    expect(await answerTo(ada, 'Which keys expire within 30 days?')).toEqual([
      expect.stringMatching(/^2 keys expire by \w+ \d+, \d{4}:$/),
      expect.stringContaining('“soon”'),
      expect.stringContaining('“late”'),
    ]);
    expect(await answerTo(ada, 'Welche Schlüssel laufen in den nächsten 5 Tagen ab?')).toEqual([
      expect.stringMatching(/^Ein Schlüssel läuft bis zum [\d.]+ ab:$/),
      expect.stringContaining('„soon“'),
    ]);
    expect(await answerTo(ada, 'Which keys never expire?')).toEqual([
      'One key never expires:',
      expect.stringContaining('“never”'),
    ]);
    expect((await answerTo(ada, 'Was läuft dieses Jahr ab?'))[0]).toMatch(
      /Schlüssel (?:läuft|laufen|gefunden, der) bis zum 31\.12\.\d{4} /,
    );
  });

  it('is about all owners if it says so, and only admins get that', async () => {
    const workspace = await startTestWorkspace();
    const [ada, grace] = [await signIn(workspace.url, 'ada'), await signIn(workspace.url, 'grace')];
    const { id } = await grace.issueKey({ name: 'forever' });
    await setExpiry(workspace, id, null);
    expect(await answerTo(ada, 'Welche Schlüssel in der Organisation laufen nie ab?')).toEqual([
      'Ein Schlüssel läuft nie ab:',
      expect.stringMatching(/^„forever“ .*Eigentümer Grace/),
    ]);
    expect(await answerTo(ada, 'Which keys never expire?')).toEqual(['I found no key that never expires.']);
    expect(await answerTo(grace, 'Which keys in the organisation never expire?')).toEqual([
      'Only admins of the organisation can do this with everyone’s keys. Ask one of them.',
    ]);
  });
});

describe('a question about unused keys', () => {
  it('takes 90 days if it names no time, and says which', async () => {
    const workspace = await startTestWorkspace();
    const ada = await signIn(workspace.url, 'ada');
    const { id } = await ada.issueKey({ name: 'old' });
    const long = Date.now() - 100 * dayMs;
    await runSql(workspace.config.database, `update postern_key set created_at = ${long} where id = '${id}'`);
    expect(await answerTo(ada, 'Which keys are unused?')).toEqual([
      'One key has been unused for 90 days:',
      expect.stringContaining('“old”'),
    ]);
    expect((await answerTo(ada, 'Welche Schlüssel werden nicht mehr benutzt?'))[0]).toBe(
      'Ein Schlüssel ist seit 90 Tagen unbenutzt:',
    );
  });
});

describe('a question about why a key is refused', () => {
  it('can name the key, even a deleted one', async () => {
    const { url } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    const { id } = await ada.issueKey({ name: 'Nightly' });
    await ada.call(`/api/user/keys/${id}`, { method: 'DELETE' });
    expect((await answerTo(ada, 'Why is my key "nightly" refused?'))[0]).toMatch(/^It was deleted on /);
    expect((await answerTo(ada, 'Warum wird mein Schlüssel Nightly abgelehnt?'))[0]).toMatch(
      /^Er wurde am .* gelöscht/,
    );
    await ada.issueKey({ name: 'Nightly' });
    expect((await answerTo(ada, 'Why is my key "Nightly" refused?'))[0]).toContain('2 keys have that name');
    const grace = await signIn(url, 'grace');
    expect((await answerTo(grace, 'Why is my key "Nightly" refused?'))[0]).toContain(
      'can’t find a key with that name',
    );
  });
});

describe('a question about how something is done', () => {
  it.each([
    [
      'How do I use a key with curl?',
      `printf 'Authorization: Bearer %s' "$WORKSPACE_API_KEY" | curl http://localhost:8080/api/whoami -H @-`,
      'The response says',
    ],
    ['Wie benutze ich einen Schlüssel mit curl?', 'read -rs WORKSPACE_API_KEY', 'Die Antwort nennt'],
    ['How do I use a key in CI?', 'secrets.WORKSPACE_API_KEY', 'as a secret'],
    ['Wie benutze ich einen Schlüssel in der CI?', 'secrets.WORKSPACE_API_KEY', 'als Secret'],
    ['How do I use a key as an environment variable?', 'export WORKSPACE_API_KEY', 'not shown'],
    ['Wie setze ich einen Schlüssel als Umgebungsvariable?', 'export WORKSPACE_API_KEY', 'unsichtbar'],
    ['How do I connect an agent over MCP?', '/mcp', 'with scopes keys:offer'],
    ['Wie verbinde ich einen Agenten über MCP?', '/mcp', 'mit dem Recht keys:offer'],
    ['What do I do about a leaked key?', '/leaked-keys', 'Replace it.'],
    ['Was tun, wenn ein Schlüssel geleakt wurde?', '/leaked-keys', 'Ersetzen Sie ihn.'],
  ])('%s', async (text, code, words) => {
    const { url } = await startTestWorkspace();
    const page = await say(await signIn(url, 'grace'), text);
    const answer = answerOn(page).join('\n');
    expect(answer).toContain(code);
    expect(answer).toContain(words);
    expect(page).toMatch(/<div class="snippet"><pre[^>]*><code id="([^"]+)".*data-copy="\1"/s);
    expect(page).toContain('<a class="button" href="/settings/user/keys">Open settings</a>');
    expect(page).not.toContain('Reveal key');
  });

  it('with curl: the command works as it is copied, and what is typed into it is the key', async () => {
    const { url } = await startTestWorkspace();
    const grace = await signIn(url, 'grace');
    const { token } = await grace.issueKey();
    const page = await say(grace, 'How do I use a key with curl?');
    const command = unescaped(/<code id="[^"]+-code-1"[^>]*>(.*?)<\/code>/s.exec(page)?.[1] ?? '');
    const running = promisify(execFile)('bash', ['-c', command.replace('http://localhost:8080', url)]);
    running.child.stdin?.end(`${token}\n`);
    expect(JSON.parse((await running).stdout)).toMatchObject({ owner: { kind: 'user', id: 'grace' } });
  });

  it.each([
    ['Disable my key "CI"', 'I can’t disable or enable keys'],
    ['Sperre meinen Schlüssel „CI“', 'Sperren und entsperren kann ich nicht'],
  ])('%s', async (text, words) => {
    const { url } = await startTestWorkspace();
    const page = await say(await signIn(url, 'grace'), text);
    expect(answerOn(page)[0]).toContain(words);
    expect(page).toContain('<a class="button" href="/settings/user/keys">');
  });

  it.each(['What can you do?', 'Was können Sie?'])(
    'every example of the answer to %j is understood',
    async (text) => {
      const { url } = await startTestWorkspace();
      const ada = await signIn(url, 'ada');
      const examples = (await answerTo(ada, text)).filter((line) => /^[A-Z].*[a-z?“"]$/.test(line));
      expect(examples.length).toBeGreaterThan(14);
      for (const example of examples)
        expect([example, (await answerTo(ada, example))[0]]).not.toEqual([
          example,
          expect.stringMatching(/^(I didn’t understand|Das habe ich nicht verstanden)/),
        ]);
    },
  );

  it.each(['Hello', 'Guten Tag'])('every example of the answer to %j is understood', async (text) => {
    const { url } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    const [, ...examples] = await answerTo(ada, text);
    expect(examples).toHaveLength(3);
    for (const example of examples)
      expect((await answerTo(ada, example))[0]).not.toMatch(
        /^(I didn’t understand|Das habe ich nicht verstanden)/,
      );
  });
});
