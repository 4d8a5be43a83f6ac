import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { leakSearch } from '../leak-search.js';
import { cheapMain, type Session, signIn, startWorkspace, statusWith } from '../workspace-process.js';

const password = 'correct horse battery staple';

/** Where people reach the workspace, according to its configuration. Its port is known only once it has started. */
const site = 'http://workspace.example.com';

/** Writes a message to the admin agent, and returns the page with its answer. */
async function say(person: Session, text: string): Promise<string> {
  return (await person.call('/agent', { method: 'POST', body: new URLSearchParams({ text }) })).text();
}

it('a person rehearses a leak with the agent, and the token appears in no chat, file or log', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'postern-rehearsal-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const environment = {
    DATABASE_URL: `sqlite:${join(directory, 'workspace.sqlite')}`,
    WORKSPACE_PASSWORD: password,
    WORKSPACE_URL: site,
  };
  const workspace = await startWorkspace(environment, cheapMain);
  onTestFinished(workspace.stop);
  const ada = await signIn(workspace.url, 'ada@example.com', password);

  const offered = await say(ada, 'Rehearse a leak');
  const [, claim = ''] = /action="(\/settings\/offers\/\w+\/claim)"/.exec(offered) ?? [];
  const revealed = await (await ada.call(claim, { method: 'POST', body: new URLSearchParams() })).text();
  const [, token = ''] = /id="token"[^>]*>([^<]+)</.exec(revealed) ?? [];
  expect(await statusWith(workspace.url, token)).toBe(200);

  // The command of the answer, as the person runs it.
  const [command = ''] = /read -rs KEY;.*$/m.exec(offered) ?? [];
  const inBash = command.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replace(site, workspace.url);
  const reported = execFileSync('bash', ['-c', inBash], {
    input: `${token}\n`,
    encoding: 'utf8',
    stdio: 'pipe',
  });
  expect(await statusWith(workspace.url, token)).toBe(401);

  const [, keyId = ''] = /Why does the key (\w+) get 401/.exec(offered) ?? [];
  const history = await (await ada.call(`/api/user/keys/${keyId}/history`)).text();
  expect(
    JSON.parse(history)
      .entries.map(({ action }: { action: string }) => action)
      .sort(),
  ).toEqual(['issued', 'leak_reported', 'offered', 'revoked']);
  const explained = await say(ada, `Why does the key ${keyId} get 401?`);
  expect(explained).toContain('It was reported as leaked on ');

  const findToken = leakSearch([token]);
  for (const seen of [offered, reported, history, explained, workspace.printed()])
    expect(findToken(seen)).toBeUndefined();
  for (const file of readdirSync(directory))
    expect([file, findToken(readFileSync(join(directory, file)))]).toEqual([file, undefined]);
});
