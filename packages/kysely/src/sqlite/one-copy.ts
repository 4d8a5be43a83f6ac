import { readdirSync, readlinkSync } from 'node:fs';
import { PosternError } from '@postern/core';

/** What a process has open, on Linux. Other systems don't show it. */
const openFiles = '/proc/self/fd';

/** How long a check counts, because it looks at everything that the process has open. */
const validMs = 10_000;

/**
 * Creates the check that this process has a database open through one copy of SQLite only. The system's locks belong to
 * the process, so another copy, such as that of another driver or of another version, sees none of them: either may
 * overwrite what the other commits, and a revocation with it. A copy opens the index of the log once, for all of its
 * connections. `file` must have no symbolic links in its path.
 *
 * The check throws `ERR_REPOSITORY_UNAVAILABLE`.
 */
export function oneCopyCheck(file: string): () => void {
  const index = `${file}-shm`;
  let checkedMs = Number.NEGATIVE_INFINITY;
  return () => {
    const nowMs = performance.now();
    if (nowMs - checkedMs < validMs) return;
    // F16 copies
    if (timesOpen(index) > 1) throw openTwice();
    checkedMs = nowMs;
  };
}

function timesOpen(path: string): number {
  return openDescriptors().filter((descriptor) => targetOf(descriptor) === path).length;
}

function openDescriptors(): readonly string[] {
  try {
    return readdirSync(openFiles);
  } catch {
    return [];
  }
}

/** `undefined`: it was closed in the meantime, such as the one that listed the others. */
function targetOf(descriptor: string): string | undefined {
  try {
    return readlinkSync(`${openFiles}/${descriptor}`);
  } catch {
    return undefined;
  }
}

function openTwice(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'this process has also opened the database file with another driver, or another version of it, so neither sees the locks of the other, and either may overwrite what the other commits; open the file with the driver of the storage, or give Postern a file of its own, and restart the process',
  );
}
