import { describe, expect, it } from 'vitest';
import { call, signIn } from '../test-support/client.js';
import { engines, runSql } from '../test-support/test-database.js';
import { password, startTestWorkspace } from '../test-support/test-workspace.js';

function signInAs(url: string, email: unknown, given: unknown = password) {
  return call(`${url}/api/session`, { method: 'POST', body: { email, password: given } });
}

describe.each(engines)('sessions on %s', (engine) => {
  it('the cookie is out of reach of scripts and of other sites’ forms, and the answer is kept by nobody', async () => {
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

  it('what is no e-mail address and password is refused', async () => {
    const { url } = await startTestWorkspace({ engine });
    expect((await signInAs(url, { $gt: '' })).status).toBe(422);
    expect((await signInAs(url, 'ada@example.com', ['x'])).status).toBe(422);
  });

  it('signing out ends the session, and doing it twice is no error', async () => {
    const { url } = await startTestWorkspace({ engine });
    const ada = await signIn(url, 'ada');
    expect((await ada.call('/api/user/keys')).status).toBe(200);
    expect((await ada.call('/api/session', { method: 'DELETE' })).status).toBe(204);
    expect((await ada.call('/api/user/keys')).status).toBe(401);
    expect((await ada.call('/api/session', { method: 'DELETE' })).status).toBe(204);
  });

  it('a session is over when its time is, and the database holds no session ID', async () => {
    const { url, config } = await startTestWorkspace({ engine });
    const ada = await signIn(url, 'ada');
    const { database } = config;
    const rows = JSON.stringify(await runSql(database, 'select * from workspace_sessions'));
    expect(rows).toContain('"person_id":"ada"');
    expect(rows).not.toContain(ada.cookie.split('=')[1]);
    await runSql(database, "update workspace_sessions set expires_at = '2001-01-01T00:00:00.000Z'");
    expect((await ada.call('/api/user/keys')).status).toBe(401);
  });

  it('a made-up session is none', async () => {
    const { url } = await startTestWorkspace({ engine });
    const answer = await call(`${url}/api/user/keys`, { headers: { Cookie: 'workspace_session=made-up' } });
    expect(answer.status).toBe(401);
  });
});
