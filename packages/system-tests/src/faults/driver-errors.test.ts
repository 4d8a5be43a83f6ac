import type { IssuedKey, KeyId } from '@postern/core';
import type { StoredKey } from '@postern/core/ports';
import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import { postgresStorage } from '@postern/kysely/postgres';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { figures } from '../../test-support/figures.js';
import { leakSearch } from '../leak-search.js';
import { shown } from '../shown.js';
import { type Engine, postgresEngine, sqliteEngine } from './engines.js';
import { type LoggingService, startLoggingService } from './logging-service.js';
import { ada } from './service.js';

/** A text in rows and parameters that must not appear anywhere else. */
const quoted = 'QUOTED by a driver';
const password = 'pa55word-of-the-database';

const causeOf = (error: unknown) =>
  error instanceof Error && error.cause instanceof Error ? error.cause.message : 'none';

/** Makes every change against a violated constraint, also over HTTP. Returns what is kept of the driver's errors. */
async function changeEverything(
  service: LoggingService,
  { key, token }: IssuedKey,
): Promise<readonly string[]> {
  const { keys, url, seen, errorOf } = service;
  const request = { actor: ada, reason: quoted };
  const errors = [
    await errorOf(() => keys.issue({ owner: ada, actor: ada, name: key.name })),
    await errorOf(() => keys.rename(key.id, { actor: ada, name: `${quoted} again` })),
    await errorOf(() => keys.rotate(key.id, { actor: ada, graceMs: 1_000 })),
    await errorOf(() => keys.disable(key.id, request)),
    await errorOf(() => keys.revoke(key.id, request)),
  ];
  for (const response of [
    await fetch(`${url}/host/keys`, { method: 'POST', body: key.name }),
    await fetch(url, { headers: { 'x-api-key': token } }),
  ]) {
    const what = { status: response.status, headers: [...response.headers], body: await response.text() };
    seen.push({ where: 'a response', what });
  }
  return errors.map(causeOf);
}

/** Writes rows that every database rejects. Returns what is kept of the driver's errors. */
async function writeWrongRows({ errorOf }: LoggingService, { storage: { repository } }: Engine) {
  const right = () => buildStoredKey({ key: buildKey({ name: quoted }), hash: `$${quoted}$` });
  const wrong = (key: object): StoredKey => ({ ...right(), key: { ...right().key, ...key } });
  const first = right();
  const entry = buildAuditEntry(first.key, { reason: quoted });
  await repository.insert(first, entry);
  const errors = [
    await errorOf(() => repository.insert(right(), entry)),
    await errorOf(() => repository.insert(wrong({ name: null }), buildAuditEntry(first.key))),
    await errorOf(() =>
      repository.insert(wrong({ name: Buffer.from(`\0${quoted}`) }), buildAuditEntry(first.key)),
    ),
  ];
  return errors.map(causeOf);
}

async function hashesOf({ storage: { repository } }: Engine, keyIds: readonly KeyId[]) {
  const found = await repository.find(keyIds);
  return [...found.values()].flatMap((stored) => ('hash' in stored ? [stored.hash] : []));
}

/** Returns the parts of a hash that differ from key to key: the salt and the digest. */
const piecesOf = (hash: string) =>
  hash
    .split('$')
    .slice(-2)
    .map((part) => part.slice(0, 16));

describe.each([
  ['SQLite', sqliteEngine],
  ['PostgreSQL', postgresEngine],
])('P07 a constraint of %s that a service violates', (name, makeEngine) => {
  it('P07 reveals nothing of a row, a hash, a parameter or a token', async () => {
    const engine = await makeEngine();
    const service = await startLoggingService(engine.storage.repository);
    const issued: IssuedKey[] = [];
    for (const { what, make, undo, cause } of engine.violations) {
      const target = await service.keys.issue({ owner: ada, actor: ada, name: `${quoted}: ${what}` });
      issued.push(target);
      await engine.runSql(make);
      expect(await changeEverything(service, target)).toContain(cause);
      await engine.runSql(undo);
    }
    for (const cause of await writeWrongRows(service, engine)) expect(cause).toMatch(engine.wrongRowCauses);

    const { seen, keys } = service;
    seen.push({ where: 'an instance', what: [engine.storage, keys] });
    const texts = seen.map(({ what }) => shown(what));
    const hashes = await hashesOf(
      engine,
      issued.map(({ key }) => key.id),
    );
    expect(hashes).toHaveLength(issued.length);
    const secrets = [quoted, 'insert into', 'postern_key', ...hashes.flatMap(piecesOf)];
    expect(texts.filter((text) => secrets.some((secret) => text.includes(secret)))).toEqual([]);
    const leakIn = leakSearch(issued.map(({ token }) => token));
    expect(texts.map(leakIn).filter((leak) => leak !== undefined)).toEqual([]);

    service.stopLog();
    figures(`${name}: a broken constraint`, {
      'kinds of constraint': engine.violations.length + 3,
      'errors, events, responses and log lines searched': seen.length,
    });
  });
});

describe('P07 when connecting to PostgreSQL fails', () => {
  const { host } = new URL(inject('postgresUrl'));

  it.each([
    ['an address that no server listens on', 'postgres', '127.0.0.1:1', /ECONNREFUSED/],
    ['a database that does not exist', 'postgres', host, /3D000|28P01/],
    ['a user that does not exist', 'no_such_user', host, /28000|28P01/],
  ])('P07 the password appears nowhere, for %s', async (_, user, at, cause) => {
    const connectionString = `postgres://${user}:${password}@${at}/QUOTED%20by%20a%20driver`;
    const storage = postgresStorage({ connectionString });
    onTestFinished(() => storage.close());
    const service = await startLoggingService(storage.repository);
    const { seen, keys, errorOf } = service;
    const error = await errorOf(() => keys.issue({ owner: ada, actor: ada, name: quoted }));
    expect(causeOf(error)).toMatch(cause);
    await errorOf(() => storage.migrate());
    seen.push({ where: 'an instance', what: storage });
    const texts = seen.map(({ what }) => shown(what));
    expect(texts.length).toBeGreaterThan(4);
    expect(texts.filter((text) => text.includes(password) || text.includes(quoted))).toEqual([]);
  });

  it('P07 an invalid connection string is not quoted', async () => {
    const make = () => postgresStorage({ connectionString: `postgres://${quoted}:${password}@host:port/db` });
    expect(make).toThrow(expect.objectContaining({ code: 'ERR_INVALID_CONFIG' }));
    let error: unknown;
    try {
      make();
    } catch (thrown) {
      error = thrown;
    }
    expect(shown(error)).not.toMatch(new RegExp(`${password}|${quoted}`));
  });
});
