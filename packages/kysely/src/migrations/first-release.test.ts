import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import { expect, it } from 'vitest';
import { everyCall } from '../../test-support/every-call.js';
import { firstRelease } from '../../test-support/first-release.js';
import { databaseOn } from '../../test-support/sqlite-under-test.js';
import { temporaryFile, temporaryStorage } from '../../test-support/temporary-storage.js';
import { verifiable } from '../../test-support/verifiable.js';
import { runMigrations } from '../run-migrations.js';
import { createTables } from './001-create-tables.js';

const at = new Date('2026-02-01T00:00:00.000Z');
const graceEndsAt = new Date('2026-02-02T00:00:00.000Z');

/** A file that this release has migrated, while a process of the first release still uses it. */
async function bothReleases() {
  const file = temporaryFile();
  const { migrate, repository } = temporaryStorage({ file });
  await migrate();
  return { repository, previous: firstRelease(file) };
}

/** A key that this release has rotated. */
async function rotated(grace: Date | null) {
  const both = await bothReleases();
  const { key, hash } = buildStoredKey();
  await both.repository.insert({ key, hash }, buildAuditEntry(key));
  const successor = buildStoredKey({ key: buildKey({ createdAt: at }) });
  const entries = [buildAuditEntry(key, { action: 'rotated' }), buildAuditEntry(successor.key)];
  const rotation = { keyId: key.id, at, graceEndsAt: grace, successor, predecessorReason: 'rotated' };
  expect(await both.repository.rotate(rotation, entries, buildAuditEntry)).toBe(true);
  return { ...both, key, successor: successor.key };
}

it('a key that the first release adds to the new tables is read as never rotated', async () => {
  const { repository, previous } = await bothReleases();
  const { key, hash } = buildStoredKey();
  expect(previous.insert(key, hash)).toBe(true);
  expect(await repository.find([key.id])).toEqual(new Map([[key.id, verifiable({ key, hash })]]));
});

it('the first release finds, uses and revokes a key that this release added', async () => {
  const { repository, previous } = await bothReleases();
  const { key, hash } = buildStoredKey();
  await repository.insert({ key, hash }, buildAuditEntry(key));
  expect(previous.find(key.id)).toMatchObject({ id: key.id, hash, revoked_at: null });
  expect(previous.recordUse(key.id, at)).toBe(true);
  expect(previous.revoke(key.id, graceEndsAt)).toBe(true);
  const changed = { ...key, lastUsedAt: at, revokedAt: graceEndsAt };
  expect(await repository.find([key.id])).toEqual(new Map([[key.id, verifiable({ key: changed, hash })]]));
});

it('the first release accepts a rotated key until its grace ends, and no longer', async () => {
  const { previous, key, successor } = await rotated(graceEndsAt);
  const lastMoment = new Date(graceEndsAt.getTime() - 1);
  expect(previous.find(key.id)).toMatchObject({ expires_at: graceEndsAt.getTime(), revoked_at: null });
  expect(previous.listLive(key, lastMoment)).toEqual([successor.id, key.id]);
  expect(previous.listLive(key, graceEndsAt)).toEqual([successor.id]);
});

it('the first release treats a key that was rotated without a grace as revoked', async () => {
  const { previous, key, successor } = await rotated(null);
  expect(previous.find(key.id)).toMatchObject({ revoked_at: at.getTime() });
  expect(previous.listLive(key, at)).toEqual([successor.id]);
});

it.each(['get', 'history', 'insert', 'list', 'rotate'])(
  'if only the first release has migrated, %s reports that the tables are outdated',
  async (method) => {
    const file = temporaryFile();
    const database = databaseOn({ file });
    await runMigrations(database, [createTables]).finally(database.close);
    const call = new Map(everyCall).get(method);
    await expect(call?.(temporaryStorage({ file }).repository)).rejects.toMatchObject({
      code: 'ERR_SCHEMA_MISSING',
      message: expect.stringContaining('outdated'),
    });
  },
);

it('if only the first release has migrated, find works, because it reads no later column', async () => {
  const file = temporaryFile();
  const database = databaseOn({ file });
  await runMigrations(database, [createTables]).finally(database.close);
  const { key, hash } = buildStoredKey();
  expect(firstRelease(file).insert(key, hash)).toBe(true);
  const found = await temporaryStorage({ file }).repository.find([key.id]);
  expect(found).toEqual(new Map([[key.id, verifiable({ key, hash })]]));
});
