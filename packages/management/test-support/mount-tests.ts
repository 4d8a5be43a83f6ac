import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';

/** Starts a server with the management API mounted at `/api/settings`. */
export type StartHost = () => Server;

async function baseOf(start: StartHost): Promise<string> {
  const server = start();
  onTestFinished(() => void server.close());
  if (!server.listening) await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/settings`;
}

const headers = { 'X-Person': 'ada', 'Content-Type': 'application/json' };

async function createKey(base: string): Promise<{ token: string; key: { id: string } }> {
  const created = await fetch(`${base}/user/keys`, { method: 'POST', headers, body: '{"name":"CI"}' });
  return (await created.json()) as { token: string; key: { id: string } };
}

/** What must work wherever the management API is mounted. */
export function mountTests(hosts: Readonly<Record<string, StartHost>>): void {
  describe.each(Object.entries(hosts))('mounted in %s', (_, start) => {
    it('creates, lists and revokes over HTTP', async () => {
      const base = await baseOf(start);
      const headers = {
        'X-Person': 'ada',
        'Content-Type': 'application/json',
        Cookie: 'session=1',
        Origin: new URL(base).origin,
      };
      const created = await fetch(`${base}/user/keys`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ name: 'CI Pipeline' }),
      });
      expect(created.status).toBe(201);
      const { key } = (await created.json()) as { key: { id: string } };
      const at = new URL(created.headers.get('Location') ?? '', created.url);
      expect(at.href).toBe(`${base}/user/keys/${key.id}`);
      expect(await (await fetch(at, { headers })).json()).toEqual(key);
      const { 'Content-Type': _, ...withoutBody } = headers;
      expect((await fetch(`${at}/rotate`, { method: 'POST', headers: withoutBody })).status).toBe(201);
      expect((await fetch(at, { method: 'DELETE', headers })).status).toBe(204);
      expect((await fetch(`${base}/user/keys`, { headers })).headers.get('Cache-Control')).toBe('no-store');
    });

    it('keeps working after a body that was too long', async () => {
      const base = await baseOf(start);
      const body = JSON.stringify({ name: 'x'.repeat(300_000) });
      const tooLong = await fetch(`${base}/user/keys`, { method: 'POST', headers, body });
      expect([413, 422]).toContain(tooLong.status); // The host's parser may allow longer bodies.
      await tooLong.text();
      expect((await fetch(`${base}/user/keys`, { headers })).status).toBe(200);
    });

    it('M05 refuses a change without Origin, or with another origin', async () => {
      const base = await baseOf(start);
      const headers = { 'X-Person': 'ada', 'Content-Type': 'application/json', Cookie: 'session=1' };
      for (const origin of [{}, { Origin: 'https://evil.example' }]) {
        const refused = await fetch(`${base}/user/keys`, {
          method: 'POST',
          headers: { ...headers, ...origin },
          body: JSON.stringify({ name: 'CI' }),
        });
        expect(refused.status).toBe(403);
      }
    });

    it.each([
      ['without Content-Length', undefined],
      ['with an empty body', ''],
      ['with a chunked body', new Blob(['{"unread":true}']).stream()],
    ])('a DELETE %s revokes', async (_what, body) => {
      const base = await baseOf(start);
      const { token, key } = await createKey(base);
      expect(token).toMatch(/^user\./);
      const answer = await fetch(`${base}/user/keys/${key.id}`, {
        ...{ method: 'DELETE', headers: { 'X-Person': 'ada' }, duplex: 'half' },
        ...(body !== undefined && { body }),
      });
      expect(answer.status).toBe(204);
      const gone = await fetch(`${base}/user/keys/${key.id}`, { headers: { 'X-Person': 'ada' } });
      expect(await gone.json()).toMatchObject({ state: 'revoked' });
    });

    it('accepts a chunked body, and refuses one that is too long', async () => {
      const base = await baseOf(start);
      const send = (name: string) =>
        fetch(`${base}/user/keys`, {
          ...{ method: 'POST', headers, duplex: 'half' },
          body: new Blob([JSON.stringify({ name })]).stream(),
        });
      expect((await send('CI')).status).toBe(201);
      expect([413, 422]).toContain((await send('x'.repeat(300_000))).status);
    });

    it('enables a key, by a change without a body', async () => {
      const base = await baseOf(start);
      const { key } = await createKey(base);
      const at = `${base}/user/keys/${key.id}`;
      await fetch(`${at}/disable`, { method: 'POST', headers, body: '{"reason":"leaked"}' });
      const enabled = await fetch(`${at}/enable`, { method: 'POST', headers: { 'X-Person': 'ada' } });
      expect([enabled.status, ((await enabled.json()) as { state: string }).state]).toEqual([200, 'live']);
    });
  });
}

/** What must be refused if no parser of the host reads the body first. A parser may refuse it with another status. */
export function encodingTests(hosts: Readonly<Record<string, StartHost>>): void {
  describe.each(Object.entries(hosts))('mounted in %s', (_, start) => {
    it.each([
      ['Latin-1 bytes', Buffer.from('{"name":"caf\xe9"}', 'latin1'), 'application/json', 400],
      [
        'another charset',
        Buffer.from('{"name":"caf\xe9"}', 'latin1'),
        'application/json; charset=iso-8859-1',
        415,
      ],
    ])('F18 refuses %s, and stores nothing', async (_what, body, type, status) => {
      const base = await baseOf(start);
      const headers = { 'X-Person': 'ada', 'Content-Type': type };
      const refused = await fetch(`${base}/user/keys`, { method: 'POST', headers, body });
      expect(refused.status).toBe(status);
      const listed = await fetch(`${base}/user/keys`, { headers: { 'X-Person': 'ada' } });
      expect(await listed.json()).toMatchObject({ keys: [] });
    });
  });
}
