// What the contract of a repository can't see, because it is about files and locks: each check runs on an open storage
// with one key, and a connection of someone else.
import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { buildAuditEntry, buildStoredKey } from '@postern/core/testing';

const revokeByHand = 'update postern_key set revoked_at = 0';
const isFault = (error) => error.code === 'ERR_REPOSITORY_UNAVAILABLE';
const isSchemaMissing = (error) => error.code === 'ERR_SCHEMA_MISSING';

export const sqliteChecks = [
  {
    name: 'S01 a find sees what another connection committed after the record was remembered',
    async run({ find, host }) {
      assert.equal((await find()).key.revokedAt, null);
      host.exec(revokeByHand);
      assert.deepEqual((await find()).key.revokedAt, new Date(0));
    },
  },
  {
    name: 'F09 a write fails at its deadline while the file is locked, and the event loop keeps turning',
    async run({ revoke, host }) {
      host.exec('begin immediate');
      let turns = 0;
      const turning = setInterval(() => {
        turns += 1;
      }, 1);
      const isBusy = ({ cause }) => cause.message === 'SqliteError SQLITE_BUSY';
      await assert.rejects(revoke(), isBusy);
      clearInterval(turning);
      // A driver that waits for the lock by itself would not let it turn even once.
      assert.ok(turns > 0);
      host.exec('rollback');
      assert.equal(await revoke(), true);
    },
  },
  {
    name: 'a column that is missing is reported as such, by reads and writes, and never read as its name',
    async run({ storage, find, stored, host }) {
      host.exec(
        'drop index postern_key_counted_by_owner; drop index postern_key_by_expiry; alter table postern_key drop column expires_at',
      );
      const { owner } = stored.key;
      const page = { now: new Date(), after: null, limit: 10 };
      await assert.rejects(find, isSchemaMissing);
      await assert.rejects(storage.repository.list({ ...page, owner, state: 'expired' }), isSchemaMissing);
      const other = buildStoredKey();
      await assert.rejects(storage.repository.insert(other, buildAuditEntry(other.key)), isSchemaMissing);
    },
  },
  {
    name: 'a number that is too large for JavaScript makes its record unreadable, and no other',
    async run({ storage, find, stored, host }) {
      const other = buildStoredKey();
      await storage.repository.insert(other, buildAuditEntry(other.key));
      host.prepare('update postern_key set expires_at = 9223372036854775807 where id = ?').run(stored.key.id);
      assert.deepEqual(await find(), { unreadable: true });
      const both = await storage.repository.find([stored.key.id, other.key.id]);
      assert.equal(both.get(other.key.id).hash, other.hash);
      await assert.rejects(storage.repository.get(stored.key.id), { code: 'ERR_RECORD_UNREADABLE' });
    },
  },
  {
    name: 'a table of the host that refers to a key keeps it from being purged',
    async run({ storage, revoke, stored, host }) {
      await revoke();
      host.exec('create table client (key_id text references postern_key (id))');
      host.prepare('insert into client values (?)').run(stored.key.id);
      const purging = storage.repository.purge({ revokedBefore: new Date(1), limit: 10 }, (key) =>
        buildAuditEntry(key, { action: 'purged' }),
      );
      const isConstraint = ({ cause }) => cause.message === 'SqliteError SQLITE_CONSTRAINT_FOREIGNKEY';
      await assert.rejects(purging, isConstraint);
    },
  },
  {
    name: 'F16 a log that is removed while the file is open is a fault',
    async run({ file, find, host }) {
      assert.ok(await find());
      host.pragma('wal_checkpoint(truncate)');
      host.close();
      rmSync(`${file}-wal`);
      await assert.rejects(find, isFault);
    },
  },
  {
    name: 'close() leaves nothing open: the log is gone, and someone else can lock the file',
    async run({ file, storage, stored, find, revoke, host, openHost }) {
      const { owner } = stored.key;
      await find();
      await revoke();
      await storage.repository.list({ owner, now: new Date(), after: null, limit: 10, state: 'all' });
      host.close();
      await storage.close();
      assert.equal(existsSync(`${file}-wal`), false);
      const other = openHost();
      other.exec('pragma locking_mode = exclusive; begin exclusive; commit');
      other.close();
    },
  },
];

/**
 * Runs a check on a file that has the tables. `open` opens a storage on it, whose deadline is long enough for several
 * attempts on a busy machine, and `openHost` another connection.
 */
export async function runCheck({ run }, { file, open, openHost }) {
  const storage = open();
  const host = openHost();
  const stored = buildStoredKey();
  const { id: keyId } = stored.key;
  await storage.repository.insert(stored, buildAuditEntry(stored.key));
  try {
    await run({
      file,
      storage,
      stored,
      host,
      openHost,
      find: async () => (await storage.repository.find([keyId])).get(keyId),
      revoke: () =>
        storage.repository.revoke(
          { keyId, at: new Date(0), reason: null },
          buildAuditEntry(stored.key, { action: 'revoked' }),
        ),
    });
  } finally {
    // Either may be closed already.
    host.close();
    await storage.close();
  }
}
