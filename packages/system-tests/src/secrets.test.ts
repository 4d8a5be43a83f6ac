import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as argon2 from '@postern/argon2';
import * as conformance from '@postern/conformance';
import * as middleware from '@postern/conformance/middleware';
import * as core from '@postern/core';
import * as testing from '@postern/core/testing';
import * as express from '@postern/express';
import * as fastify from '@postern/fastify';
import * as fetch from '@postern/fetch';
import * as hono from '@postern/hono';
import * as http from '@postern/http';
import * as kysely from '@postern/kysely/sqlite';
import * as nestjs from '@postern/nestjs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Leak, leakSearch } from './leak-search.js';
import { shown } from './shown.js';
import { type Run, useAThousandKeys } from './use-a-thousand-keys.js';

let directory: string;
let run: Run;
let leakIn: (bytes: Uint8Array | string) => Leak | undefined;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'postern-secrets-'));
  run = await useAThousandKeys(directory);
  leakIn = leakSearch(run.issued.map(({ token }) => token));
}, 180_000);

afterAll(async () => {
  await run.close();
  await rm(directory, { recursive: true });
});

it('P01 no token, piece of a secret or fast digest is in the database file, its WAL or its index', async () => {
  const files = await readdir(directory);
  expect(files).toContain('keys.sqlite-wal');
  for (const file of files)
    expect({ file, leak: leakIn(await readFile(join(directory, file))) }).toEqual({ file, leak: undefined });
});

it('P02 1,000 keys were used, and the results were recorded in every place', () => {
  expect(run.issued).toHaveLength(1_000);
  const logged = run.seen.filter(({ where }) => where === 'a log line').map(({ what }) => String(what));
  expect(logged.filter((line) => line.startsWith('{"type":"issued"'))).toHaveLength(1_000);
  expect(logged.filter((line) => line.startsWith('PosternError'))).toHaveLength(20 * 6);
  expect([...new Set(run.seen.map(({ where }) => where))].toSorted()).toEqual([
    'a log line',
    'a response to a mutated token',
    'a response to a revoked token',
    'a response to a token in the URL',
    'a response to a token without its scheme',
    'a response to a use',
    'a response to two tokens',
    'an error',
    'an event: credential_in_url',
    'an event: fault',
    'an event: issued',
    'an event: refused',
    'an event: revoked',
    'an event: uses_dropped',
    'an instance',
  ]);
});

it('P02 no token is in any of these places', () => {
  for (const { where, what } of run.seen)
    expect({ where, leak: leakIn(shown(what)) }).toEqual({ where, leak: undefined });
});

it('P03 no token is in any printed form of an object that the packages export', () => {
  const exported = {
    argon2,
    conformance,
    middleware,
    core,
    testing,
    express,
    fastify,
    fetch,
    hono,
    http,
    kysely,
    nestjs,
  };
  expect(leakIn(shown(exported))).toBeUndefined();
  for (const issue of run.issued.slice(0, 50)) {
    for (const form of [issue, { ...issue }, structuredClone(issue), [issue], new Map([[issue, issue]])]) {
      expect(leakIn(shown(form))).toBeUndefined();
    }
  }
});

it('the same search finds a token that is planted in each of these places', async () => {
  const [{ token } = { token: '' }] = run.issued;
  const piece = token.slice(30, 42);
  const database = await readFile(join(directory, 'keys.sqlite'));
  Buffer.from(piece, 'latin1').copy(database, database.length - 100);
  expect(leakIn(database)).toMatchObject({ token });
  expect(leakIn(shown({ event: { nested: [new Error(`row ${piece}`)] } }))).toMatchObject({ token });
  expect(leakIn(shown({ cause: { toJSON: () => piece } }))).toMatchObject({ token });
});
