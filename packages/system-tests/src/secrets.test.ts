import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { serve } from '@hono/node-server';
import * as argon2 from '@postern/argon2';
import * as conformance from '@postern/conformance';
import * as core from '@postern/core';
import * as testing from '@postern/core/testing';
import * as express from '@postern/express';
import * as honoAdapter from '@postern/hono';
import * as http from '@postern/http';
import * as kysely from '@postern/kysely/sqlite';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Leak, leakSearch } from './leak-search.js';

const keyCount = 1_000;
const ada = { kind: 'user', id: 'ada' } as const;

let directory: string;
const issued: core.IssuedKey[] = [];
/** Everything that came to light during the run, by where it was seen. */
const seen: { readonly where: string; readonly what: unknown }[] = [];
let leakIn: (bytes: Uint8Array | string) => Leak | undefined;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'postern-secrets-'));
  const written = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];

  const storage = kysely.sqliteStorage({ file: join(directory, 'keys.sqlite') });
  await storage.migrate();
  const hasher = argon2.argon2Hasher({ concurrency: 2 });
  const keys = core.createApiKeys({
    repository: storage.repository,
    hasher,
    owners: core.eachOwner(() => ({ active: true, permissions: ['agents:read'] })),
    policy: core.selfService(),
    checkKeys: { keys: [new Uint8Array(32).fill(7)] },
    permissions: ['agents:read', 'agents:write'],
    events: { emit: (event) => seen.push({ where: `event ${event.type}`, what: event }) },
  });
  const app = new Hono()
    .use(honoAdapter.apiKeyAuth(keys))
    .get('/', (c) => c.json(honoAdapter.principalOf(c)));
  const server = serve({ fetch: app.fetch, port: 0 });
  const { port } = server.address() as { port: number };

  async function send(where: string, headers: Record<string, string>, path = '/'): Promise<number> {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
    const answer = { headers: [...response.headers], body: await response.text() };
    seen.push({ where: `response to ${where}`, what: answer });
    return response.status;
  }

  async function issueAndUse(index: number): Promise<void> {
    const key = await keys.issue({
      owner: ada,
      actor: ada,
      name: `key ${index}`,
      scopes: null,
      expiresAt: null,
    });
    issued.push(key);
    const headers = index % 2 === 0 ? { Authorization: `Bearer ${key.token}` } : { 'x-api-key': key.token };
    if ((await send('a use', headers)) !== 200) throw new Error('a key was refused');
  }
  for (let index = 0; index < keyCount; index += 2)
    await Promise.all([issueAndUse(index), issueAndUse(index + 1)]);

  for (const [index, { token, key }] of issued.slice(0, 20).entries()) {
    await send('a mutated token', { 'x-api-key': `${token.slice(0, -1)}!` });
    await send('two tokens', { 'x-api-key': token, Authorization: `Bearer ${issued[index + 1]?.token}` });
    await send('a token in the URL', {}, `/?key=${token}`);
    await send('a token without its scheme', { Authorization: token });
    await keys.revoke(key.id, { actor: ada, reason: 'a test' });
    await send('a revoked token', { Authorization: `Bearer ${token}` });
    await collectErrors(token, storage.repository);
  }
  await keys.close();
  for (const what of [keys, storage, hasher, app, server, ...issued])
    seen.push({ where: 'an instance', what });
  for (const { mock } of written)
    for (const [line] of mock.calls) seen.push({ where: 'a log line', what: String(line) });
  leakIn = leakSearch(issued.map(({ token }) => token));

  return async () => {
    server.close();
    await storage.close();
    for (const spy of written) spy.mockRestore();
  };
}, 180_000);

afterAll(() => rm(directory, { recursive: true }));

/** Makes every part fail that sees a token or a hash, with messages that quote it. */
async function collectErrors(token: string, repository: core.KeyRepository): Promise<void> {
  const failing = {
    hasher: {
      ...argon2.argon2Hasher(),
      verify: async () => Promise.reject(new Error(`can't hash ${token}`)),
    },
    repository: {
      ...repository,
      find: () => {
        throw new Error(`no row for ${token}`);
      },
    },
  };
  const parts = {
    owners: core.eachOwner(() => ({ active: true, permissions: [] })),
    policy: core.selfService(),
  };
  for (const broken of [
    { repository, hasher: failing.hasher },
    { repository: failing.repository, hasher: argon2.argon2Hasher() },
  ]) {
    const keys = core.createApiKeys({ ...parts, ...broken });
    const error = await keys
      .verify(core.displayForm({ id: 'x' as core.KeyId, owner: ada }) + token)
      .catch((e: unknown) => e);
    seen.push(
      { where: 'an error', what: error },
      { where: 'an error', what: await keys.verify(token).catch((e: unknown) => e) },
    );
  }
}

/** Everything that a value shows in a log, as JSON or as a text. */
function shown(value: unknown): string {
  const inspected = inspect(value, {
    depth: Infinity,
    showHidden: true,
    getters: true,
    maxArrayLength: Infinity,
    maxStringLength: Infinity,
  });
  return `${inspected}\n${asJson(value)}\n${String(Object(value))}`;
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}

it('P01 no token, piece of a secret or fast digest is in the database file, its WAL or its index', async () => {
  const files = await readdir(directory);
  expect(files).toContain('keys.sqlite-wal');
  for (const file of files)
    expect({ file, leak: leakIn(await readFile(join(directory, file))) }).toEqual({ file, leak: undefined });
});

it('P02 none is in a log line, an event, an error or a response', () => {
  expect(new Set(seen.map(({ where }) => where))).toContain('an error');
  for (const { where, what } of seen)
    expect({ where, leak: leakIn(shown(what)) }).toEqual({ where, leak: undefined });
});

it('P03 none is in the form of any object that the packages export', () => {
  const exported = { argon2, conformance, core, testing, express, honoAdapter, http, kysely };
  expect(leakIn(shown(exported))).toBeUndefined();
  for (const issue of issued.slice(0, 50)) {
    for (const form of [issue, { ...issue }, structuredClone(issue), [issue], new Map([[issue, issue]])]) {
      expect(leakIn(shown(form))).toBeUndefined();
    }
  }
});

it('the same search finds what is planted in each of these places', async () => {
  const [{ token } = { token: '' }] = issued;
  const piece = token.slice(30, 42);
  const database = await readFile(join(directory, 'keys.sqlite'));
  Buffer.from(piece, 'latin1').copy(database, database.length - 100);
  expect(leakIn(database)).toMatchObject({ token });
  expect(leakIn(shown({ event: { nested: [new Error(`row ${piece}`)] } }))).toMatchObject({ token });
  expect(leakIn(shown({ cause: { toJSON: () => piece } }))).toMatchObject({ token });
});
