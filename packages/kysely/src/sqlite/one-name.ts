import { readFileSync, type Stats } from 'node:fs';
import { PosternError } from '@postern/core';

/**
 * Checks that a database file has one name. SQLite keeps the log of changes beside the name that the file is opened by:
 * whoever opens it by another one has another log, and neither sees what the other changes.
 *
 * @throws {PosternError} `ERR_REPOSITORY_UNAVAILABLE`
 */
export function requireOneName(found: Stats): void {
  if (found.nlink <= 1) return;
  throw new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'the database file has more than one name (hard links), so a change by another process may not be seen here; remove the other names, and restart every process that uses the file',
  );
}

/**
 * Checks that a file is not mounted by itself, as containers can: the log would be in the container, without the file, and
 * would go with it. Give its path without symbolic links.
 *
 * @throws {PosternError} `ERR_REPOSITORY_UNAVAILABLE`
 */
export function requireNoMount(file: string, mounts: string = mountsOfThisProcess()): void {
  const isMounted = mounts.split('\n').some((line) => unescaped(line.split(' ')[4]) === file);
  if (!isMounted) return;
  throw new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'the database file is mounted by itself, without the -wal file beside it, so a change by another process is not seen here; mount its directory instead',
  );
}

/** Only Linux tells it here; nothing else mounts files. */
function mountsOfThisProcess(): string {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    return '';
  }
}

/** Linux writes spaces, tabs, line ends and backslashes in a path as `\040` and so on. */
function unescaped(path = ''): string {
  return path.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
