import { describe, expect, it } from 'vitest';
import type { Sent } from './client.js';
import { bodies, emptyBodies, hosts, mounted } from './hosts.js';

describe.each(hosts)('the settings pages in $name, in a process of their own', (host) => {
  const call = mounted(host, 'settings');
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };

  async function create(framing: Sent['framing'] = 'length'): Promise<string> {
    const created = await call('POST /user/keys', { headers, framing, body: 'name=CI+Pipeline' });
    expect(created.status).toBe(201);
    return /user\.(\w{16})\w{49}/.exec(created.body)?.[1] ?? '';
  }

  it.each(bodies)('a form creates a key, framing: %s', async (framing) => {
    const id = await create(framing);
    expect((await call('GET /user/keys')).body).toContain(id);
  });

  it.each(emptyBodies)('a form without fields deletes a key, framing: %s', async (framing) => {
    const id = await create();
    const deleted = await call(`POST /user/keys/${id}/delete`, { framing });
    expect(deleted.status).toBe(303);
    expect((await call('GET /user/keys')).body).not.toContain(id);
  });
});
