import { closeSync, fstatSync, lstatSync, openSync, readFileSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { PosternError } from '@postern/core';

/**
 * How long a directory must be unchanged until its timestamp shows every later change: timestamps of files are coarse.
 */
const settledMs = 3_000;

/** The database, and the two files that SQLite keeps next to it while it is open: the log, and its shared index. */
// F16 file
const endings = ['', '-wal', '-shm'];

/** The files next to an open database, watched. */
export interface LogFiles {
  /** Checks whether they are still there, for the cost of one `fstat` unless the directory has just changed. */
  areThere(): boolean;
  /** Ends watching. */
  close(): void;
}

/**
 * Watches an open database and the files next to it. `file` must have no symbolic links in its path. SQLite creates the
 * files when a database is opened, and removes them when no one has it open any more. If someone else removes one, a
 * process that opens the database after that gets new ones: it never sees a change by a process that has the old ones
 * open, nor the other way around. The same goes for a database that is moved away from them, even if a symbolic link
 * replaces it: they stay next to the real path by which it was opened.
 *
 * Returns `undefined` if they are not there to begin with.
 */
export function watchLogFiles(file: string): LogFiles | undefined {
  const directory = openDirectory(dirname(file));
  const opened = endings.map((ending) => lstatSync(file + ending, { throwIfNoEntry: false }));
  const areUnchanged = () =>
    endings.every((ending, index) =>
      isSameFile(opened[index], lstatSync(file + ending, { throwIfNoEntry: false })),
    );
  if (opened.includes(undefined)) {
    directory.close();
    return undefined;
  }
  /** The timestamp of the directory when they were last seen there. */
  let checkedMs: number | undefined;

  return {
    areThere() {
      const changedMs = directory.changedMs();
      if (changedMs === undefined) return false;
      if (changedMs === checkedMs) return true;
      const areThere = areUnchanged();
      // A directory that changed a moment ago may change again with the same timestamp.
      checkedMs = areThere && Date.now() - changedMs > settledMs ? changedMs : undefined;
      return areThere;
    },
    close: directory.close,
  };
}

/** Whether two stats are of one file: neither is missing, and both have the same inode on the same device. */
export function isSameFile(one: Stats | undefined, other: Stats | undefined): boolean {
  return one !== undefined && one.ino === other?.ino && one.dev === other.dev;
}

/** Reports when a directory last changed: a file in it was created, removed or renamed. */
interface Directory {
  readonly changedMs: () => number | undefined;
  readonly close: () => void;
}

/**
 * Opens a directory, because asking about an open one takes half the time. If it can't be opened, for example because
 * this user may not read it, it is asked about by its path.
 */
function openDirectory(path: string): Directory {
  try {
    const descriptor = openSync(path, 'r');
    return { changedMs: () => fstatSync(descriptor).ctimeMs, close: () => closeSync(descriptor) };
  } catch {
    const changedMs = () => statSync(path, { throwIfNoEntry: false })?.ctimeMs;
    return { changedMs, close: () => undefined };
  }
}

/**
 * Checks that a database file has no hard links. SQLite keeps the log next to the name that the file was opened by, so
 * two processes that open it by different names have different logs, and don't see each other's changes.
 *
 * @throws {PosternError} `ERR_REPOSITORY_UNAVAILABLE`
 */
export function requireOneName(found: Stats): void {
  // F16 links
  if (found.nlink <= 1) return;
  throw new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'the database file has more than one name (hard links), so changes by other processes may not be seen here; remove the other names, and restart every process that uses the file',
  );
}

/**
 * Checks that a file is not mounted by itself, as containers can do: its log would stay in the container, and be lost
 * with it. `file` must have no symbolic links in its path.
 *
 * @throws {PosternError} `ERR_REPOSITORY_UNAVAILABLE`
 */
export function requireNoMount(file: string, mounts: string = mountsOfThisProcess()): void {
  const isMounted = mounts.split('\n').some((line) => unescaped(line.split(' ')[4]) === file);
  if (!isMounted) return;
  throw new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'the database file is mounted by itself, without the -wal file next to it, so changes by other processes are not seen here; mount its directory instead',
  );
}

/** Other systems have no such file, and don't mount single files. */
function mountsOfThisProcess(): string {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    return '';
  }
}

/** Linux escapes spaces, tabs, line ends and backslashes in a path, as in `\040`. */
function unescaped(path = ''): string {
  return path.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
