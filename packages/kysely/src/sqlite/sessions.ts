import { statSync } from 'node:fs';
import { PosternError } from '@postern/core';
import { Kysely, SqliteDialect } from 'kysely';
import { tablePrefix } from '../table-prefix.js';
import type { Tables } from '../tables.js';
import { closeConnections, openConnections } from './connections.js';
import { schemaMissing } from './driver-error.js';
import { type KeyFinder, keyFinder } from './key-finder.js';

/** An open file. */
interface Session {
  /** Queries, on the connection that writes. They run one after the other. */
  readonly db: Kysely<Tables>;
  /** Searches, on the connection that only reads. */
  readonly find: KeyFinder;
}

/** Opens a file when it is first used, and keeps it open. */
export interface Sessions {
  /**
   * Gives the open file; opens it first, in one attempt, where it isn't. A missing file is made if `create` says so.
   *
   * @throws what the driver throws, `SQLITE_BUSY` among it; `ERR_SCHEMA_MISSING` where there is no file;
   * `ERR_REPOSITORY_UNAVAILABLE` after `close`.
   */
  current(missing: { readonly create: boolean }): Session;
  /** Closes the file as it is; it is opened anew when it is next used. */
  forget(): void;
  /** Closes the file, after the query or transaction that is under way. Where that fails, it can be called again. */
  close(): Promise<void>;
}

interface OpenSession extends Session {
  readonly identity: string | undefined;
  readonly close: () => void;
}

/** Makes the sessions of one file. */
export function sqliteSessions(file: string, prefix: string): Sessions {
  let open: OpenSession | undefined;
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
      if (closed)
        throw new PosternError('ERR_REPOSITORY_UNAVAILABLE', 'the storage was closed by storage.close()');
      const identity = identityOf(file);
      if (open !== undefined && open.identity === identity) return open;
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
  const connections = openConnections(file);
  const db = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: connections.writer }),
    plugins: [tablePrefix(prefix)],
  });
  return {
    db,
    find: keyFinder(connections.reader, db),
    identity: identityOf(file),
    close: () => closeConnections(connections),
  };
}

/** Which file a path leads to, now. It is asked without opening the file: to close it would end SQLite's locks. */
function identityOf(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  return found && `${found.dev}:${found.ino}`;
}
