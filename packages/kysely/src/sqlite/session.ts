import { existsSync, realpathSync, statSync } from 'node:fs';
import { PosternError } from '@postern/core';
import { Kysely, SqliteDialect } from 'kysely';
import { schemaMissing, storageClosed } from '../storage.js';
import { tablePrefix } from '../table-prefix.js';
import type { Tables } from '../tables.js';
import { abandonConnections, closeConnections, openConnections } from './connection.js';
import { type KeyFinder, keyFinder } from './key-finder.js';
import { identityOf, requireNoMount, requireOneName, watchLogFiles } from './log-files.js';

/** An open file. */
export interface Session {
  /** Queries, on the connection that writes. They run one after the other. */
  readonly db: Kysely<Tables>;
  /** Searches, on the connection that only reads. */
  readonly find: KeyFinder;
  /** Whether the path still leads to this file, and it and its log are where they were: whether others see what is changed. */
  readonly isInPlace: () => boolean;
}

/** Opens a file when it is first used, and keeps it open. */
export interface Sessions {
  /**
   * Gives the open file; opens it first, in one attempt, where it isn't. A missing file is made if `create` says so.
   *
   * @throws what the driver throws, `SQLITE_BUSY` among it; `ERR_SCHEMA_MISSING` where there is no file;
   * `ERR_REPOSITORY_UNAVAILABLE` after `close`, and where what is open is not what others have open.
   */
  current(missing: { readonly create: boolean }): Session;
  /** Closes the file as it is; it is opened anew when it is next used. */
  forget(): void;
  /** Closes the file, after the query or transaction that is under way. Where that fails, it can be called again. */
  close(): Promise<void>;
}

interface OpenSession extends Session {
  readonly identity: string;
  readonly hasLog: () => boolean;
  readonly close: () => void;
}

/** Makes the sessions of one file. */
export function sqliteSessions(file: string, prefix: string): Sessions {
  let open: OpenSession | undefined;
  /** The file whose log was taken away, or that was moved away from it, while it was open. */
  let lost: string | undefined;
  let closed = false;
  let closing: Promise<void> | undefined;

  function forget(): void {
    open?.close();
    open = undefined;
  }

  async function close(): Promise<void> {
    try {
      await open?.db.connection().execute(async () => open?.close());
    } catch (error) {
      closing = undefined;
      throw error;
    }
  }

  return {
    current({ create }) {
      if (closed) throw storageClosed();
      const found = statSync(file, { throwIfNoEntry: false });
      // A directory has a link for each directory in it.
      if (found?.isFile()) requireOneName(found);
      const identity = found && `${found.dev}:${found.ino}`;
      if (identity !== undefined && identity === lost) throw logLost();
      if (open !== undefined && open.identity === identity) {
        // F16 files
        if (open.hasLog()) return open;
        lost = identity;
        forget();
        throw logLost();
      }
      // Somebody took the file away, or put another in its place. What is open is a file that nobody else sees any
      // more: no revocation by another process would ever reach it.
      forget();
      if (identity === undefined && !create) throw schemaMissing();
      open = openSession(file, prefix);
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

function openSession(file: string, prefix: string): OpenSession {
  if (existsSync(file)) requireNoMount(realpathSync(file));
  const connections = openConnections(file);
  const identity = identityOf(file);
  const hasLog = identity === undefined ? undefined : watchLogFiles(realpathSync(file));
  if (identity === undefined || hasLog === undefined) {
    abandonConnections(connections);
    throw new PosternError(
      'ERR_REPOSITORY_UNAVAILABLE',
      'somebody removed the database file or its -wal while it was opened; try again, and look for who does that',
    );
  }
  const db = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: connections.writer }),
    plugins: [tablePrefix(prefix)],
  });
  return {
    db,
    find: keyFinder(connections.reader, db),
    identity,
    hasLog,
    isInPlace: () => identityOf(file) === identity && hasLog(),
    close: () => (/* F16 close */ hasLog() ? closeConnections(connections) : abandonConnections(connections)),
  };
}

/** What others have written since is in another log, and what was written here since the last checkpoint may be lost. */
function logLost(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'the -wal or -shm file beside the database was removed or replaced, or the database moved away from them, while it was open, so changes by other processes are not seen here, and some that were made here may be lost; stop every process that uses the file, start them again, and check what was changed last',
  );
}
