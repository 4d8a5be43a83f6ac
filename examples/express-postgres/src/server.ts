// API keys for a service on Express with people and teams in PostgreSQL. On its first start it prints a team's key.
import type { AddressInfo } from 'node:net';
import { argon2Hasher } from '@postern/argon2';
import { createApiKeys, type KeyPolicy, type OwnerDirectory, selfService } from '@postern/core';
import { apiKeyAuth, principalOf } from '@postern/express';
import { postgresStorage } from '@postern/kysely/postgres';
import express from 'express';
import { Pool } from 'pg';

const connectionString = process.env.DATABASE_URL;
if (connectionString === undefined) throw new Error('set DATABASE_URL to a PostgreSQL database');
const pool = new Pool({ connectionString });
pool.on('error', () => undefined); // An idle connection that breaks is replaced.

// Your people and teams, in tables of your own.
await pool.query(`
  create table if not exists account (kind text, id text, active boolean, permissions text[], primary key (kind, id));
  create table if not exists team_admin (team_id text, person_id text, primary key (team_id, person_id));
  insert into account values ('user', 'ada', true, '{deploys:write}'), ('team', 'ops', true, '{deploys:write}')
    on conflict do nothing;
  insert into team_admin values ('ops', 'ada') on conflict do nothing`);

const storage = postgresStorage({ pool });
await storage.migrate();

// Postern asks for all owners of one turn of the event loop at the same time: one query answers for all of them.
const owners: OwnerDirectory = {
  async find(asked) {
    const { rows } = await pool.query(
      'select * from account where (kind, id) in (select * from unnest($1::text[], $2::text[]))',
      [asked.map(({ kind }) => kind), asked.map(({ id }) => id)],
    );
    return asked.map((owner) => rows.find(({ kind, id }) => kind === owner.kind && id === owner.id));
  },
};

// People manage their own keys; team admins manage their team's.
const ownKeys = selfService();
const policy: KeyPolicy = {
  async decide(request) {
    const { actor, owner } = request;
    if (owner?.kind !== 'team') return ownKeys.decide(request);
    const found = await pool.query('select from team_admin where team_id = $1 and person_id = $2', [
      owner.id,
      actor.id,
    ]);
    const isAdmin = actor.kind === 'user' && found.rowCount === 1;
    return isAdmin ? { ok: true } : { ok: false, message: "only a team's admins can manage its keys" };
  },
};

const hasher = argon2Hasher();
const keys = createApiKeys({ repository: storage.repository, hasher, owners, policy });

const app = express();
app.post('/deploys', apiKeyAuth(keys, { kinds: ['team'], scopes: ['deploys:write'] }), (req, res) => {
  res.status(202).json({ startedFor: principalOf(req).owner });
});
const server = app.listen(Number(process.env.PORT ?? 3000), () => {
  const { port } = server.address() as AddressInfo;
  console.log(`listening on http://localhost:${port}`);
});

const [owner, actor] = [{ kind: 'team', id: 'ops' } as const, { kind: 'user', id: 'ada' } as const];
const { keys: existing } = await keys.list({ owner, actor, limit: 1 });
if (existing.length === 0)
  console.log("the team's key:", (await keys.issue({ owner, actor, name: 'CI' })).token);

process.once('SIGTERM', () => {
  server.close(async () => {
    await keys.close(); // writes when keys were last used
    await storage.close();
    await pool.end();
  });
});
