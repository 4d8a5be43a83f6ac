import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { call, signIn } from '../test-support/client.js';
import { password, startTestWorkspace } from '../test-support/test-workspace.js';

function signInAs(url: string, email: unknown, given: unknown = password) {
  return call(`${url}/api/session`, { method: 'POST', body: { email, password: given } });
}

describe('sessions', () => {
  it('the cookie is out of reach of scripts and of other sites’ forms, and the answer is kept by nobody', async () => {
    const { url } = await startTestWorkspace();
    const answer = await signInAs(url, 'ada@example.com');
    expect(answer.headers.get('Set-Cookie')).toMatch(
      /^workspace_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
    expect(answer.body.person).toMatchObject({ id: 'ada', role: 'admin' });
    expect(answer.text).not.toContain('argon2');
  });

  it('a wrong password, an unknown address and a deactivated person get one answer', async () => {
    const { url } = await startTestWorkspace();
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
    const { url } = await startTestWorkspace();
    expect((await signInAs(url, { $gt: '' })).status).toBe(422);
    expect((await signInAs(url, 'ada@example.com', ['x'])).status).toBe(422);
  });

  it('signing out ends the session, and doing it twice is no error', async () => {
    const { url } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    expect((await ada.call('/api/keys')).status).toBe(200);
    expect((await ada.call('/api/session', { method: 'DELETE' })).status).toBe(204);
    expect((await ada.call('/api/keys')).status).toBe(401);
    expect((await ada.call('/api/session', { method: 'DELETE' })).status).toBe(204);
  });

  it('a session is over when its time is, and the database holds no session ID', async () => {
    const { url, config } = await startTestWorkspace();
    const ada = await signIn(url, 'ada');
    const database = new Sqlite(config.databaseFile);
    const rows = JSON.stringify(database.prepare('select * from workspace_sessions').all());
    expect(rows).not.toContain(ada.cookie.split('=')[1]);
    database.prepare('update workspace_sessions set expires_at = ?').run('2001-01-01T00:00:00.000Z');
    database.close();
    expect((await ada.call('/api/keys')).status).toBe(401);
  });

  it('a made-up session is none', async () => {
    const { url } = await startTestWorkspace();
    const answer = await call(`${url}/api/keys`, { headers: { Cookie: 'workspace_session=made-up' } });
    expect(answer.status).toBe(401);
  });
});
