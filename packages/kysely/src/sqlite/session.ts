import { existsSync, realpathSync, type Stats, statSync } from 'node:fs';
import { PosternError } from '@postern/core';
import { Kysely, SqliteDialect } from 'kysely';
import { schemaMissing, storageClosed } from '../storage.js';
import { tablePrefix } from '../table-prefix.js';
import type { Tables } from '../tables.js';
import { abandonConnections, closeConnections, openConnections } from './connection.js';
import { type KeyFinder, keyFinder } from './key-finder.js';
import { isSameFile, type LogFiles, requireNoMount, requireOneName, watchLogFiles } from './log-files.js';
import { oneCopyCheck } from './one-copy.js';
import type { SqliteStorageOptions } from './options.js';
import type { SqliteDriver } from './sqlite-driver.js';

/** An open file. */
export interface Session {
  /** Queries, on the connection that writes. They run one after the other. */
  readonly db: Kysely<Tables>;
  /** Searches, on the connection that only reads. */
  readonly find: KeyFinder;
  /**
   * Whether the path still leads to this file, and its log is still next to it: only then do others see changes.
   */
  readonly isInPlace: () => boolean;
  /** Checks that only one copy of SQLite in this process has the file open. Throws `ERR_REPOSITORY_UNAVAILABLE`. */
  readonly requireOneCopy: () => void;
}

/** Opens a file when it is first used, and keeps it open. */
export interface Sessions {
  /**
   * Returns the open file. If it isn't open, opens it first, in one attempt. Creates a missing file only if `create` is
   * set.
   *
   * @throws what the driver throws, such as `SQLITE_BUSY`; `ERR_SCHEMA_MISSING` if the file is missing;
   * `ERR_REPOSITORY_UNAVAILABLE` after `close`, and if the file that is open is not the one that others open.
   */
  current(missing: { readonly create: boolean }): Session;
  /** Closes the file now. It is opened again when it is next used. */
  forget(): void;
  /** Closes the file once the query or transaction in progress is done. If that fails, it can be called again. */
  close(): Promise<void>;
}

interface OpenSession extends Session {
  readonly stats: Stats;
  readonly logFiles: LogFiles;
  readonly close: () => void;
}

interface SessionOptions
  extends Pick<Required<SqliteStorageOptions>, 'file' | 'tablePrefix' | 'rememberedRecords'> {
  readonly driver: SqliteDriver;
}

/** Creates the sessions of one file. */
export function sqliteSessions(options: SessionOptions): Sessions {
  const { file } = options;
  let open: OpenSession | undefined;
  /** The file whose log was removed, or that was moved away from its log, while it was open. */
  let lost: Stats | undefined;
  let closed = false;
  let closing: Promise<void> | undefined;

  function forget(): void {
    open?.close();
    open = undefined;
  }

  async function close(): Promise<void> {
    try {
      await open?.db.connection().execute(async () => forget());
    } catch (error) {
      closing = undefined;
      throw error;
    }
  }

  return {
    current({ create }) {
      if (closed) throw storageClosed();
      const found = statSync(file, { throwIfNoEntry: false });
      // A directory has one link more for each directory in it.
      if (found?.isFile()) requireOneName(found);
      if (isSameFile(lost, found)) throw logLost();
      if (open !== undefined && isSameFile(open.stats, found)) {
        // F16 files
        if (open.logFiles.areThere()) return open;
        lost = found;
        forget();
        throw logLost();
      }
      // Someone removed the file, or replaced it with another. No one else sees the file that is open any more: no
      // revocation by another process would ever reach it.
      forget();
      if (found === undefined && !create) throw schemaMissing();
      open = openSession(options);
      return open;
    },
    forget,
    close() {
      closed = true;
      closing ??= close();
      return closing;
    },
  };
}

function openSession({ driver, file, tablePrefix: prefix, rememberedRecords }: SessionOptions): OpenSession {
  if (existsSync(file)) requireNoMount(realpathSync(file));
  const connections = openConnections(driver, file);
  const stats = statSync(file, { throwIfNoEntry: false });
  const logFiles = stats && watchLogFiles(realpathSync(file));
  if (stats === undefined || logFiles === undefined) {
    abandonConnections(connections);
    throw new PosternError(
      'ERR_REPOSITORY_UNAVAILABLE',
      'the database file or its -wal was removed while it was being opened; try again, and find out what removed it',
    );
  }
  const db = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: connections.writer }),
    plugins: [tablePrefix(prefix)],
  });
  return {
    db,
    find: keyFinder(connections.reader, db, rememberedRecords),
    stats,
    logFiles,
    isInPlace: () => isSameFile(stats, statSync(file, { throwIfNoEntry: false })) && logFiles.areThere(),
    requireOneCopy: oneCopyCheck(realpathSync(file)),
    close() {
      const closeBoth = /* F16 close */ logFiles.areThere() ? closeConnections : abandonConnections;
      closeBoth(connections);
      logFiles.close();
    },
  };
}

/** Others have written to another log since, and what was written here since the last checkpoint may be lost. */
function logLost(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'the -wal or -shm file next to the database was removed or replaced, or the database was moved away from them, while it was open, so changes by other processes are not seen here, and some that were made here may be lost; stop every process that uses the file, start them again, and check the latest changes',
  );
}
