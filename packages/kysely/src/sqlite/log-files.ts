import { lstatSync, readFileSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { PosternError } from '@postern/core';

/** How long a directory must have been left alone until its time tells of every change to come: clocks of files are coarse. */
const settledMs = 3_000;

/**
 * The database, and the two files that SQLite keeps beside it while it is open: the log of changes, and the index of it that
 * is shared.
 */
// F16 file
const endings = ['', '-wal', '-shm'];

/**
 * Watches an open database and the files beside it; give its path without symbolic links. SQLite makes them when a database
 * is opened, and removes them when nobody has it open any more. Where somebody else removes one, whoever opens the database
 * then has others, and never sees a change by those who have the old ones open, nor they theirs. So it is where the database is moved away from
 * them, also if a symbolic link in its place leads to it: they are beside the real path by which it was opened.
 *
 * The function that it gives checks that they are still there, for the cost of one `stat` unless the directory has just
 * changed. `undefined`: they are not there to begin with.
 */
export function watchLogFiles(file: string): (() => boolean) | undefined {
  const directory = dirname(file);
  const opened = endings.map((ending) => identityHere(file + ending));
  if (opened.includes(undefined)) return undefined;
  /** The time of the directory at which they were there. */
  let checkedMs: number | undefined;

  return () => {
    const changedMs = statSync(directory, { throwIfNoEntry: false })?.ctimeMs;
    if (changedMs === undefined) return false;
    if (changedMs === checkedMs) return true;
    const areThere = endings.every((ending, index) => identityHere(file + ending) === opened[index]);
    // One that changed a moment ago may change again without another time.
    checkedMs = areThere && Date.now() - changedMs > settledMs ? changedMs : undefined;
    return areThere;
  };
}

/** Which file a path leads to, now. It is asked without opening the file: to close it would end SQLite's locks. */
export function identityOf(file: string): string | undefined {
  return nameOf(statSync(file, { throwIfNoEntry: false }));
}

/** Which file stands at a path itself: a symbolic link is one of its own. */
function identityHere(path: string): string | undefined {
  return nameOf(lstatSync(path, { throwIfNoEntry: false }));
}

function nameOf(found: Stats | undefined): string | undefined {
  return found && `${found.dev}:${found.ino}`;
}

/**
 * Checks that a database file has no hard links. SQLite keeps the log next to the name that the file was opened by, so two
 * processes that open it by different names have different logs, and don't see each other's changes.
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
 * Checks that a file is not mounted by itself, as containers can do: its log would stay in the container, and be lost with
 * it. `file` must have no symbolic links in its path.
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
