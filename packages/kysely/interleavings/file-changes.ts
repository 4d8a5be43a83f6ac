import { renameSync, rmSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers';
import { buildAuditEntry } from '@postern/core/testing';
import { sqliteUnderTest } from '../test-support/sqlite-under-test.js';
import { type FileWorld, known } from './file-world.js';
import type { Call, FileChanges } from './search-with-memory.js';
import type { Question } from './stepped-driver.js';

const revoke = `update postern_key set revoked_at = 0 where id = '${known.key.id}'`;
const disable = `update postern_key set disabled_at = 0 where id = '${known.key.id}'`;
const use = 'update postern_key set last_used_at = coalesce(last_used_at, 0) + 1';

/** Someone else runs statements, one after the other. */
const byHand =
  (...statements: readonly string[]): Call =>
  ({ steps, host, observe }) =>
    steps.elsewhere(
      ...statements.map((sql): readonly [string, () => void] => [
        sql.replace(/ set .*/, ''),
        () => {
          host.exec(sql);
          observe();
        },
      ]),
    );

const revokeHere: Call = ({ storage }) =>
  storage.repository.revoke(
    { keyId: known.key.id, at: new Date(0), reason: null },
    buildAuditEntry(known.key, { action: 'revoked' }),
  );

export const transaction: FileChanges = {
  calls: [{ transaction: byHand('begin immediate', revoke, 'commit') }],
};

export const rolledBack: FileChanges = {
  calls: [{ transaction: byHand('begin', revoke, 'rollback') }],
};

export const savepoint: FileChanges = {
  calls: [{ transaction: byHand('begin', 'savepoint one', revoke, 'rollback to one', disable, 'commit') }],
  searches: 2,
};

export const checkpoint: FileChanges = {
  calls: [{ change: byHand(revoke, 'pragma wal_checkpoint(truncate)', 'delete from postern_key') }],
  searches: 2,
};

export const ownRevocation: FileChanges = {
  calls: [{ revocation: revokeHere }, { use: byHand(use) }],
  searches: 2,
};

export const busyFile = (question: Question): FileChanges => ({
  before: async ({ beBusy, host }) => {
    host.exec(use);
    beBusy(question);
  },
  calls: [{ revocation: byHand(revoke) }],
});

export const openedAgain: FileChanges = {
  calls: [{ revocation: byHand(revoke) }, { reopening: ({ reopen }) => reopen() }],
};

/** A copy in which the key is revoked. */
function revokedCopy({ template }: FileWorld): string {
  const copy = template.copy();
  const connection = sqliteUnderTest.openHost(copy);
  connection.exec(revoke);
  connection.close();
  return copy;
}

/** A backup is renamed over the file, and the log of the file is removed. */
export const renamedOver: FileChanges = {
  parts: { isReplaced: true },
  calls: [
    {
      async replacement(world) {
        const backup = revokedCopy(world);
        await world.steps.elsewhere([
          'rename',
          () => {
            renameSync(backup, world.file);
            for (const ending of ['-wal', '-shm']) rmSync(world.file + ending);
            world.observe();
          },
        ]);
      },
    },
  ],
};

/** A backup is written into the file, through SQLite. */
export const restored: FileChanges = {
  calls: [
    {
      restoring: async (world) => {
        const backup = sqliteUnderTest.openHost(revokedCopy(world));
        await new Promise<void>((resolve) => {
          world.steps.add('restore', async () => {
            const held = globalThis.setImmediate;
            globalThis.setImmediate = nextTurn;
            await backup.backup(world.file);
            globalThis.setImmediate = held;
            backup.close();
            world.observe();
            resolve();
          });
        });
      },
    },
  ],
};
