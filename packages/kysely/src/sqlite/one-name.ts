import { readFileSync, type Stats } from 'node:fs';
import { PosternError } from '@postern/core';

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
