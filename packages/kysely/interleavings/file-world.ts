import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyId } from '@postern/core';
import type { Steps } from '@postern/core/interleavings';
import type { FoundKey, StoredKey } from '@postern/core/ports';
import { buildAuditEntry, buildStoredKey } from '@postern/core/testing';
import { readOptions } from '../src/sqlite/options.js';
import { sqliteDatabase } from '../src/sqlite/sqlite-database.js';
import { type KeyStorage, keyStorage } from '../src/storage.js';
import type { HostConnection } from '../test-support/host-connection.mjs';
import { sqliteUnderTest, storageOn } from '../test-support/sqlite-under-test.js';
import { reportingDriver } from './reporting-driver.js';
import { drive, type Question } from './stepped-driver.js';
import { truth } from './truth.js';

export const known: StoredKey = buildStoredKey();
const other = buildStoredKey();
const keyIds: readonly KeyId[] = [known.key.id, other.key.id];

/** Where Linux keeps files in memory: thousands of commits are made, and each waits until it is on the disk. */
const inMemory = '/dev/shm';

/** A file with two keys, and a storage that remembers them. */
export interface FileWorld {
  readonly steps: Steps;
  readonly file: string;
  readonly template: FileTemplate;
  readonly storage: KeyStorage;
  /** A connection of someone else. */
  readonly host: HostConnection;
  /**
   * Searches for both keys, and returns the state of the first. Throws if one of the answers was not true at any
   * instant since the version was asked for.
   */
  readonly search: () => Promise<string>;
  /** To be called after each change. */
  readonly observe: () => void;
  /** From now on, the file is found busy at the next question of this kind. */
  readonly beBusy: (question: Question) => void;
  /** Opens the file again, as after a write that failed. */
  readonly reopen: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A directory with a file that has tables and both keys, and nothing in its log. */
export async function fileTemplate() {
  const directory = mkdtempSync(join(existsSync(inMemory) ? inMemory : tmpdir(), 'postern-orders-'));
  const template = join(directory, 'template.sqlite');
  const storage = storageOn({ file: template });
  await storage.migrate();
  for (const stored of [known, other]) await storage.repository.insert(stored, buildAuditEntry(stored.key));
  await storage.close();
  let copies = 0;
  return {
    copy() {
      copies += 1;
      const file = join(directory, `${copies}.sqlite`);
      copyFileSync(template, file);
      return file;
    },
    remove: () => rmSync(directory, { recursive: true }),
  };
}

export type FileTemplate = Awaited<ReturnType<typeof fileTemplate>>;

export interface FileParts {
  /** Whether another file is put in its place. The storage checks that first in each search. */
  readonly isReplaced?: boolean;
  /** A deliberate defect: where the version is asked for. */
  readonly versionOf?: 'writer';
}

/** Opens a copy of the template, and searches once, so that both keys are remembered. */
export async function fileWorld(
  steps: Steps,
  template: FileTemplate,
  { versionOf, isReplaced = false }: FileParts = {},
): Promise<FileWorld> {
  const file = template.copy();
  const options = readOptions({ file, rememberedRecords: 100, busyDeadlineMs: 60_000 }, reportingDriver);
  const storage = keyStorage(sqliteDatabase(options, reportingDriver));
  const host = sqliteUnderTest.openHost(file);
  let busyAt: Question | undefined;
  let isReadOnly = false;
  let askedAt = 0;

  const states = truth(steps, keyIds, (asked) => statesIn(file, asked));
  drive({
    steps,
    ...(versionOf && { versionOf }),
    before(question) {
      steps.letOthersAct();
      if (question === 'version' && !isReplaced) askedAt = steps.taken.length;
      if (busyAt !== question) return;
      busyAt = undefined;
      throw sqliteUnderTest.failure('SQLITE_BUSY', 5);
    },
    isReadOnly: () => isReadOnly,
    committed: states.observe,
  });

  async function search(): Promise<string> {
    askedAt = steps.taken.length;
    const found = await storage.repository.find(keyIds);
    const answers = keyIds.map((keyId) => {
      const answer = stateOf(found.get(keyId));
      const possible = states.between(keyId, askedAt, steps.taken.length);
      if (!possible.has(answer)) throw new Error(`must be ${[...possible].join(' or ')}, but is ${answer}`);
      return answer;
    });
    return answers[0] ?? 'unknown';
  }

  // On the connection that writes, which opens the file.
  await storage.repository.get(known.key.id);
  await search();
  return {
    steps,
    file,
    template,
    storage,
    host,
    search,
    observe: states.observe,
    beBusy(question) {
      busyAt = question;
    },
    async reopen() {
      isReadOnly = true;
      await storage.repository.recordUses([{ keyId: known.key.id, at: new Date() }]).catch(() => undefined);
      isReadOnly = false;
    },
    async close() {
      drive(undefined);
      host.close();
      await storage.close();
    },
  };
}

/** What a connection reads that was just opened. */
function statesIn(file: string, ids: readonly KeyId[]): readonly string[] {
  const connection = sqliteUnderTest.openHost(file);
  const read = connection.prepare('select revoked_at, disabled_at from postern_key where id = ?').raw();
  const rows = ids.map(
    (id) => read.get(id) as readonly [revokedAt: unknown, disabledAt: unknown] | undefined,
  );
  connection.close();
  return rows.map((row) => (row === undefined ? 'unknown' : stateBy(row[0] !== null, row[1] !== null)));
}

function stateOf(found: FoundKey | undefined): string {
  if (found === undefined || 'unreadable' in found) return 'unknown';
  return stateBy(found.key.revokedAt !== null, found.key.disabledAt !== null);
}

function stateBy(isRevoked: boolean, isDisabled: boolean): string {
  if (isRevoked) return 'revoked';
  return isDisabled ? 'disabled' : 'live';
}
