import { PosternError } from '@postern/core';
import Database from 'better-sqlite3';

/** The two connections to one file. They are Postern's own, so no transaction of the host can interfere. */
export interface Connections {
  readonly writer: Database.Database;
  /** Read-only, and only for verification, which therefore neither sees nor waits for a write in progress. */
  readonly reader: Database.Database;
}

/**
 * It grows page by page as keys are read, so a small file takes little. The driver's default of 16 MiB is too small for
 * a million keys.
 */
const readerCacheKibibytes = 64 * 1024;

/**
 * Opens both connections, in one attempt. The writer is opened first, because it creates what the reader needs; and
 * closed last, because only a connection that may write can checkpoint the log into the file.
 *
 * @throws what the driver throws, such as `SQLITE_BUSY`.
 */
export function openConnections(file: string): Connections {
  const opened: Database.Database[] = [];
  const open = (options: Database.Options): Database.Database => {
    // Timeout 0: the driver would block the event loop while it waits for a lock.
    const connection = new Database(file, { /* F09 sqlite */ timeout: 0, ...options });
    opened.unshift(connection);
    if (!options.readonly) useWriteAheadLog(connection);
    // Of every connection, each time: a file that is opened again falls back to NORMAL, which may lose a committed
    // revocation when the power fails.
    connection.pragma('synchronous = full');
    // SQLite creates the log at the first read.
    connection.pragma('schema_version');
    if (options.readonly) connection.pragma(`cache_size = ${-readerCacheKibibytes}`);
    return connection;
  };
  try {
    return { writer: open({}), reader: open({ readonly: true }) };
  } catch (error) {
    for (const connection of opened) connection.close();
    throw error;
  }
}

/** Closes both connections. Closing the last one checkpoints the log into the file, if no other process has it open. */
export function closeConnections({ writer, reader }: Connections): void {
  reader.close();
  writer.close();
}

/**
 * Closes both connections without touching the file or its log: the read-only one is closed last. If the log was
 * replaced, a checkpoint of the old one would undo what is in the new one, and delete it.
 */
export function abandonConnections({ writer, reader }: Connections): void {
  writer.close();
  reader.close();
}

/** In every other mode, readers and the writer wait for each other. */
function useWriteAheadLog(connection: Database.Database): void {
  const mode = connection.pragma('journal_mode = wal', { simple: true });
  if (mode === 'wal') return;
  throw new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'SQLite cannot keep a write-ahead log (WAL) there; put the file on a local file system',
  );
}
