import type { AddressInfo } from 'node:net';
import { createDatabase, type TestDatabase } from '@postern/postgres-server';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';

let database: TestDatabase;
let url = '';
let token = '';

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
  vi.stubEnv('PORT', '0');
  vi.stubEnv('DATABASE_URL', database.url);
  const printed = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await import('./server.js');
  const printedAs = (label: string) =>
    vi.waitUntil(() => printed.mock.calls.find(([first]) => first === label)?.[1]);
  const { port } = (await printedAs('listening on')) as AddressInfo;
  url = `http://localhost:${port}`;
  token = String(await printedAs("the team's key:"));
});

afterAll(async () => {
  process.emit('SIGTERM');
  await database.drop();
});

it("the team's key that the first start prints starts a deployment", async () => {
  const answer = await fetch(`${url}/deploys`, { method: 'POST', headers: { 'x-api-key': token } });
  expect([answer.status, await answer.json()]).toEqual([202, { startedFor: { kind: 'team', id: 'ops' } }]);
});

it('a request without a key gets 401', async () => {
  expect((await fetch(`${url}/deploys`, { method: 'POST' })).status).toBe(401);
});
