import { PosternError } from '@postern/core';
import type { Connection, SqliteDriver } from './sqlite-driver.js';

/** The two connections to one file. They are Postern's own, so no transaction of the host can interfere. */
export interface Connections {
  readonly writer: Connection;
  /** Read-only, and only for verification, which therefore neither sees nor waits for a write in progress. */
  readonly reader: Connection;
}

/**
 * It grows page by page as keys are read, so a small file takes little. The drivers' defaults, of 2 or 16 MiB, are too
 * small for a million keys.
 */
const readerCacheKibibytes = 64 * 1024;

/**
 * Opens both connections, in one attempt. The writer is opened first, because it creates what the reader needs; and
 * closed last, because only a connection that may write can checkpoint the log into the file.
 *
 * @throws what the driver throws, such as `SQLITE_BUSY`.
 */
export function openConnections({ open }: SqliteDriver, file: string): Connections {
  const opened: Connection[] = [];
  const openNext = (readOnly: boolean): Connection => {
    const connection = open(file, { readOnly });
    opened.unshift(connection);
    const set = (pragma: string) => connection.prepareCommand(`pragma ${pragma}`)();
    if (!readOnly) useWriteAheadLog(connection);
    // Of every connection, each time: a file that is opened again falls back to NORMAL, which may lose a committed
    // revocation when the power fails.
    set('synchronous = full');
    // Not every driver does so by default. Tables of the host application may refer to keys.
    if (!readOnly) set('foreign_keys = on');
    // SQLite creates the log at the first read.
    connection.prepareValue('pragma schema_version')();
    if (readOnly) set(`cache_size = ${-readerCacheKibibytes}`);
    return connection;
  };
  try {
    return { writer: openNext(false), reader: openNext(true) };
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
function useWriteAheadLog(connection: Connection): void {
  const mode = connection.prepareValue('pragma journal_mode = wal')();
  if (mode === 'wal') return;
  throw new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'SQLite cannot keep a write-ahead log (WAL) there; put the file on a local file system',
  );
}
