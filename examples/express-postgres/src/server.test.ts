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
  const lines = await vi.waitUntil(() => {
    const text = printed.mock.calls.map((line) => line.join(' ')).join('\n');
    return text.includes('listening') && text.includes("the team's key") ? text : undefined;
  });
  url = /http:\S+/.exec(lines)?.[0] ?? '';
  token = /team\.\S{20,}/.exec(lines)?.[0] ?? '';
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
