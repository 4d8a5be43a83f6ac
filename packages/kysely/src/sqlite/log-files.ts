import { lstatSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';

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
