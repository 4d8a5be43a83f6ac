import { describe, expect, it } from 'vitest';
import type { Sent } from './client.js';
import { bodies, emptyBodies, hosts, mounted } from './hosts.js';

describe.each(hosts)('the management API in $name, in a process of its own', (host) => {
  const call = mounted(host, 'management');
  const headers = { 'Content-Type': 'application/json' };

  async function create(framing: Sent['framing'] = 'length'): Promise<string> {
    const created = await call('POST /user/keys', { headers, framing, body: '{"name":"CI Pipeline"}' });
    expect([created.status, created.body]).toEqual([201, expect.stringContaining('"CI Pipeline"')]);
    return `/user/keys/${JSON.parse(created.body).key.id}`;
  }
  const stateOf = async (key: string) => JSON.parse((await call(`GET ${key}`)).body).state;

  it.each(bodies)('reads the body of a POST request, framing: %s', async (framing) => {
    expect(await stateOf(await create(framing))).toBe('live');
  });

  it.each(emptyBodies)('DELETE without a body revokes the key, framing: %s', async (framing) => {
    const key = await create();
    expect((await call(`DELETE ${key}`, { framing })).status).toBe(204);
    expect(await stateOf(key)).toBe('revoked');
  });

  it.each(bodies)('DELETE with a body, which is not read, revokes the key, framing: %s', async (framing) => {
    const key = await create();
    expect((await call(`DELETE ${key}`, { framing, headers, body: '{"why":"leaked"}' })).status).toBe(204);
    expect(await stateOf(key)).toBe('revoked');
  });

  it.each(emptyBodies)('POST without a body enables a disabled key, framing: %s', async (framing) => {
    const key = await create();
    await call(`POST ${key}/disable`, { headers, framing: 'chunked', body: '{"reason":"leaked"}' });
    expect(await stateOf(key)).toBe('disabled');
    expect((await call(`POST ${key}/enable`, { framing })).status).toBe(200);
    expect(await stateOf(key)).toBe('live');
  });

  it('accepts a change with a cookie from its own origin, and from no other', async () => {
    const change = {
      headers: { ...headers, Cookie: 'session=1' },
      framing: 'length',
      body: '{"name":"CI"}',
    } as const;
    const from = (origin: string) =>
      call('POST /user/keys', {
        ...change,
        headers: { ...change.headers, Host: 'keys.example', Origin: origin },
      });
    expect((await from('https://keys.example')).status).toBe(201);
    expect((await from('https://evil.example')).status).toBe(403);
  });

  it.each([
    ['OPTIONS /user/keys', 405],
    ['GET /nothing', 404],
  ] as const)('%s gets %i', async (line, status) => {
    expect((await call(line)).status).toBe(status);
  });
});
