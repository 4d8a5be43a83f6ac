import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished, vi } from 'vitest';
import { temporaryFile } from './temporary-file.js';

/** A place for a database file that can run out of space. */
export interface SmallDisk {
  readonly file: string;
  readonly fill: () => void;
  readonly makeRoom: () => void;
}

/** Mounts a small file system. Returns `undefined` if this user may not mount one. */
export function mountSmallDisk(mebibytes = 8): SmallDisk | undefined {
  const directory = mkdtempSync(join(tmpdir(), 'postern-small-disk-'));
  const mount = (...options: readonly string[]) =>
    spawnSync('mount', [...options, directory], { stdio: 'ignore' }).status === 0;
  const isMounted = mount('-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs');
  onTestFinished(() => {
    if (isMounted) spawnSync('umount', ['--lazy', directory]);
    rmSync(directory, { recursive: true });
  });
  if (!isMounted) return undefined;

  const ballast = join(directory, 'ballast');
  return {
    file: join(directory, 'keys.sqlite'),
    fill() {
      for (const block of [65_536, 4_096, 1]) while (append(ballast, block));
    },
    makeRoom: () => rmSync(ballast),
  };
}

/** Returns whether there was space. */
function append(file: string, bytes: number): boolean {
  try {
    writeFileSync(file, Buffer.alloc(bytes), { flag: 'a' });
    return true;
  } catch {
    return false;
  }
}

/** Limits the size of a file with SQLite's own limit, on every connection that is opened from now on. */
export function limitedFile(): SmallDisk {
  // Postern prepares statements on each connection, so these calls reveal its connections.
  const prepare = vi.spyOn(Database.prototype, 'prepare');
  onTestFinished(() => prepare.mockRestore());
  const setMaxPages = (pages: number) => {
    for (const connection of new Set(prepare.mock.contexts as readonly Database.Database[])) {
      if (connection.open && !connection.readonly)
        connection.prepare(`pragma max_page_count = ${pages}`).get();
    }
  };
  return {
    file: temporaryFile(),
    // SQLite raises a limit below the current size to the current size.
    fill: () => setMaxPages(1),
    makeRoom: () => setMaxPages(2 ** 30),
  };
}
