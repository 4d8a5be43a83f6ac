import { copyFileSync, renameSync } from 'node:fs';
import { buildAuditEntry, buildStoredKey } from '@postern/core/testing';
import { expect, it } from 'vitest';
import { sharedStorage } from '../../test-support/shared-storage.js';
import { foreignConnection, temporaryFile } from '../../test-support/temporary-storage.js';
import { verifiable } from '../../test-support/verifiable.js';

/** A storage that remembers a record, and a connection of someone else to the same file. */
async function rememberedKey() {
  const shared = await sharedStorage();
  await shared.found();
  return { ...shared, host: foreignConnection(shared.file) };
}

const revokeAll = 'update postern_key set revoked_at = 0';
const revoked = { key: { revokedAt: new Date(0) } };

it.each([
  ['by hand', revokeAll],
  ['in a savepoint that is released', `savepoint one; ${revokeAll}; release one`],
  ['in a transaction', `begin; ${revokeAll}; commit`],
])('S01 find sees a change that another connection commits %s', async (_, sql) => {
  const { found, host } = await rememberedKey();
  host.exec(sql);
  expect(await found()).toMatchObject(revoked);
});

it('S01 find sees a change by a transaction that was open while the record was read, once it commits', async () => {
  const { found, host, stored } = await rememberedKey();
  host.exec(`begin immediate; ${revokeAll}`);
  expect(await found()).toEqual(verifiable(stored));
  expect(await found()).toEqual(verifiable(stored));
  host.exec('commit');
  expect(await found()).toMatchObject(revoked);
});

it('S01 find sees nothing of a change that is rolled back, also of a savepoint', async () => {
  const { found, host, stored } = await rememberedKey();
  host.exec(`begin; ${revokeAll}; rollback`);
  host.exec(`begin; savepoint one; ${revokeAll}; rollback to one; commit`);
  expect(await found()).toEqual(verifiable(stored));
});

it('S01 find sees changes through its own storage, and a removed record', async () => {
  const { found, revoke, host } = await rememberedKey();
  await revoke();
  expect(await found()).toMatchObject(revoked);
  host.exec('delete from postern_key');
  expect(await found()).toBeUndefined();
});

it('S01 find sees a checkpoint, and the changes after it', async () => {
  const { found, host, stored } = await rememberedKey();
  host.pragma('wal_checkpoint(truncate)');
  expect(await found()).toEqual(verifiable(stored));
  host.exec(revokeAll);
  expect(await found()).toMatchObject(revoked);
});

it("S01 find sees a backup that is restored through SQLite's API", async () => {
  const { found, file, revoke, host } = await rememberedKey();
  const backup = temporaryFile();
  await host.backup(backup);
  await revoke();
  expect(await found()).toMatchObject(revoked);
  const source = foreignConnection(backup);
  await source.backup(file);
  expect(await found()).toMatchObject({ key: { revokedAt: null } });
});

it('S01 find sees a file that is put in the place of the open one', async () => {
  const { found, file, host } = await rememberedKey();
  host.pragma('wal_checkpoint(truncate)');
  const other = temporaryFile();
  copyFileSync(file, other);
  const copy = foreignConnection(other);
  copy.exec(revokeAll);
  copy.close();
  renameSync(other, file);
  expect(await found()).toMatchObject(revoked);
});

it('a caller who changes what find returned changes nothing that is remembered', async () => {
  const { found, storage } = await sharedStorage();
  const key = buildStoredKey({
    key: { ...buildStoredKey().key, scopes: ['agents:read'], expiresAt: new Date(9e12) },
  });
  await storage.repository.insert(key, buildAuditEntry(key.key));
  const read = async () => (await storage.repository.find([key.key.id])).get(key.key.id);
  const first = await read();
  if (first === undefined || !('key' in first)) throw new Error('the key is missing');
  first.key.expiresAt?.setTime(0);
  Object.assign(first.key.owner, { id: 'mallory' });
  (first.key.scopes as string[] | null)?.push('admin');
  expect(await read()).toEqual(verifiable(key));
  expect(await found()).toBeDefined();
});
