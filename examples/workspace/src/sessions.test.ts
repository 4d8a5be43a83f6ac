import { describe, expect, it } from 'vitest';
import { call, signIn } from '../test-support/client.js';
import { engines, runSql } from '../test-support/test-database.js';
import { password, startTestWorkspace } from '../test-support/test-workspace.js';

function signInAs(url: string, email: unknown, given: unknown = password) {
  return call(`${url}/api/session`, { method: 'POST', body: { email, password: given } });
}

describe.each(engines)('sessions on %s', (engine) => {
  it('scripts and other sites’ forms cannot use the cookie, and no cache may store the response', async () => {
    const { url } = await startTestWorkspace({ engine });
    const answer = await signInAs(url, 'ada@example.com');
    expect(answer.headers.get('Set-Cookie')).toMatch(
      /^workspace_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
    expect(answer.body.person).toMatchObject({ id: 'ada', role: 'admin' });
    expect(answer.text).not.toContain('argon2');
  });

  it('a wrong password, an unknown address and a deactivated person get one answer', async () => {
    const { url } = await startTestWorkspace({ engine });
    const answers = [
      await signInAs(url, 'ada@example.com', 'wrong'),
      await signInAs(url, 'nobody@example.com'),
      await signInAs(url, 'linus@example.com'),
    ];
    for (const { status, text, headers } of answers) {
      expect([status, text, headers.get('Set-Cookie')]).toEqual([401, answers[0]?.text, null]);
    }
  });

  it('signing in needs an email address and a password, both texts', async () => {
    const { url } = await startTestWorkspace({ engine });
    expect((await signInAs(url, { $gt: '' })).status).toBe(422);
    expect((await signInAs(url, 'ada@example.com', ['x'])).status).toBe(422);
  });

  it('signing out ends the session, and can be repeated', async () => {
    const { url } = await startTestWorkspace({ engine });
    const ada = await signIn(url, 'ada');
    expect((await ada.call('/api/user/keys')).status).toBe(200);
    expect((await ada.call('/api/session', { method: 'DELETE' })).status).toBe(204);
    expect((await ada.call('/api/user/keys')).status).toBe(401);
    expect((await ada.call('/api/session', { method: 'DELETE' })).status).toBe(204);
  });

  it('a session ends after its time, and the database contains no session ID', async () => {
    const { url, config } = await startTestWorkspace({ engine });
    const ada = await signIn(url, 'ada');
    const { database } = config;
    const rows = JSON.stringify(await runSql(database, 'select * from workspace_sessions'));
    expect(rows).toContain('"person_id":"ada"');
    expect(rows).not.toContain(ada.cookie.split('=')[1]);
    await runSql(database, "update workspace_sessions set expires_at = '2001-01-01T00:00:00.000Z'");
    expect((await ada.call('/api/user/keys')).status).toBe(401);
  });

  it('a sign-in ends the session that the browser had, whoever it belonged to, and no other', async () => {
    const { url } = await startTestWorkspace({ engine });
    const [ada, elsewhere] = [await signIn(url, 'ada'), await signIn(url, 'ada')];
    const again = await ada.call('/api/session', {
      method: 'POST',
      body: { email: 'grace@example.com', password },
    });
    expect(again.status).toBe(200);
    expect((await ada.call('/api/user/keys')).status).toBe(401);
    expect((await elsewhere.call('/api/user/keys')).status).toBe(200);
    const [cookie = ''] = (again.headers.get('Set-Cookie') ?? '').split(';');
    expect((await ada.call('/api/user/keys', { headers: { Cookie: cookie } })).status).toBe(200);
  });

  it('F13 a person has at most 20 sessions: another one ends their oldest, and no one else’s', async () => {
    const { url, config } = await startTestWorkspace({ engine });
    const statusOf = async (session: { call(path: string): Promise<{ status: number }> }) =>
      (await session.call('/api/user/keys')).status;
    const [grace, first, second] = [
      await signIn(url, 'grace'),
      await signIn(url, 'ada'),
      await signIn(url, 'ada'),
    ];
    for (let count = 0; count < 18; count += 1) await signIn(url, 'ada');
    expect(await statusOf(first)).toBe(200);
    const last = await signIn(url, 'ada');
    expect(await Promise.all([first, second, last, grace].map(statusOf))).toEqual([401, 200, 200, 200]);
    expect(
      await runSql(config.database, "select * from workspace_sessions where person_id = 'ada'"),
    ).toHaveLength(20);
  });

  it('P09 a token in a URL is neither on the sign-in page nor in the link to it', async () => {
    const { url } = await startTestWorkspace({ engine });
    const { token } = await (await signIn(url, 'ada')).issueKey();
    const page = await call(`${url}/sign-in?to=/settings/${token}`);
    expect([page.status, page.text.includes(token.slice(21))]).toEqual([200, false]);
    expect(page.text).toContain('name="to" value="/settings/user/keys"');
    const { text } = await call(`${url}/settings/offers/${token}`);
    expect(text).toContain('href="/sign-in"');
    expect(text).not.toContain(token.slice(21));
  });

  it('a sign-in that fails ends no session', async () => {
    const { url } = await startTestWorkspace({ engine });
    const ada = await signIn(url, 'ada');
    const body = { email: 'ada@example.com', password: 'wrong' };
    expect((await ada.call('/api/session', { method: 'POST', body })).status).toBe(401);
    expect((await ada.call('/api/user/keys')).status).toBe(200);
  });

  it('signing out everywhere ends all sessions of a person, from a program or from the page', async () => {
    const { url } = await startTestWorkspace({ engine });
    const grace = await signIn(url, 'grace');
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    for (const [method, path, status] of [
      ['DELETE', '/api/session/everywhere', 204],
      ['POST', '/sign-out/everywhere', 200], // After the redirect.
    ] as const) {
      const [here, elsewhere] = [await signIn(url, 'ada'), await signIn(url, 'ada')];
      expect((await here.call(path, { method, headers })).status).toBe(status);
      for (const session of [here, elsewhere])
        expect((await session.call('/api/user/keys')).status).toBe(401);
      expect((await here.call('/api/session/everywhere', { method: 'DELETE' })).status).toBe(401);
    }
    expect((await grace.call('/api/user/keys')).status).toBe(200);
  });

  it('a person who is signed out here must sign in before they can sign out everywhere', async () => {
    const { url } = await startTestWorkspace({ engine });
    const answer = await fetch(`${url}/sign-out/everywhere`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Origin: url },
    });
    expect(answer.headers.get('Location')).toBe('/sign-in?to=%2Fsign-out');
    expect((await (await signIn(url, 'ada')).call('/sign-out')).text).toContain('Sign out everywhere');
  });

  it('on https, plain HTTP and sibling domains cannot set the cookie', async () => {
    const { url } = await startTestWorkspace({ engine, url: 'https://workspace.example.com' });
    const answer = await signInAs(url, 'ada@example.com');
    const cookie = answer.headers.get('Set-Cookie') ?? '';
    expect(cookie).toMatch(
      /^__Host-workspace_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    const [pair = ''] = cookie.split(';');
    const statusWith = async (Cookie: string) =>
      (await call(`${url}/api/user/keys`, { headers: { Cookie } })).status;
    expect(await statusWith(pair)).toBe(200);
    expect(await statusWith(pair.replace('__Host-', ''))).toBe(401);
    const headers = { Cookie: pair, Origin: url };
    const signedOut = await call(`${url}/api/session`, { method: 'DELETE', headers });
    expect(signedOut.headers.get('Set-Cookie')).toMatch(/^__Host-workspace_session=; Max-Age=0;.* Secure/);
    expect(await statusWith(pair)).toBe(401);
  });

  it('a made-up session ID gets 401', async () => {
    const { url } = await startTestWorkspace({ engine });
    const answer = await call(`${url}/api/user/keys`, { headers: { Cookie: 'workspace_session=made-up' } });
    expect(answer.status).toBe(401);
  });
});
