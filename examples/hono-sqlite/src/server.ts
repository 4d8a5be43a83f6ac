// API keys for a service on Hono that keeps everything in SQLite. On its first start it prints a key to try.
import { serve } from '@hono/node-server';
import { argon2Hasher } from '@postern/argon2';
import { createApiKeys, eachOwner, selfService } from '@postern/core';
import { apiKeyAuth, principalOf, requireScopes } from '@postern/hono';
import { sqliteStorage } from '@postern/kysely/sqlite';
import { Hono } from 'hono';

// Your users. Postern asks for the owner of a key on every request, so a change here takes effect immediately.
const users = new Map([
  ['ada', { active: true, permissions: ['notes:read', 'notes:write'] }],
  ['grace', { active: true, permissions: ['notes:read'] }],
]);
const notes = new Map<string, string[]>();

const storage = sqliteStorage({ file: process.env.SQLITE_FILE ?? './notes.sqlite' });
await storage.migrate();

const keys = createApiKeys({
  repository: storage.repository,
  hasher: argon2Hasher(),
  owners: eachOwner(({ id }) => users.get(id)),
  policy: selfService(),
  kinds: ['user'],
  permissions: ['notes:read', 'notes:write'],
  events: { emit: (event) => console.log('event:', event.type) },
});

const app = new Hono();
app.use('/api/*', apiKeyAuth(keys));

app.get('/api/notes', requireScopes(keys, 'notes:read'), (c) =>
  c.json(notes.get(principalOf(c).owner.id) ?? []),
);

app.post('/api/notes', requireScopes(keys, 'notes:write'), async (c) => {
  const { id } = principalOf(c).owner;
  const written = [...(notes.get(id) ?? []), await c.req.text()];
  notes.set(id, written);
  return c.json(written, 201);
});

const server = serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000) }, ({ port }) =>
  console.log(`listening on http://localhost:${port}`),
);

const ada = { kind: 'user', id: 'ada' } as const;
const { keys: existing } = await keys.list({ owner: ada, actor: ada, limit: 1 });
if (existing.length === 0) {
  const { token } = await keys.issue({ owner: ada, actor: ada, name: 'First key' });
  console.log("ada's key:", token);
}

process.once('SIGTERM', () => {
  server.close(async () => {
    await keys.close(); // writes when keys were last used
    await storage.close();
  });
});
