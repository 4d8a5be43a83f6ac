import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished, vi } from 'vitest';
import { temporaryFile } from './temporary-file.js';

/** A place for a database file that can run out of room. */
export interface SmallDisk {
  readonly file: string;
  readonly fill: () => void;
  readonly makeRoom: () => void;
}

/** `undefined`: this user may not mount a file system. */
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

/** Says whether there was room. */
function append(file: string, bytes: number): boolean {
  try {
    writeFileSync(file, Buffer.alloc(bytes), { flag: 'a' });
    return true;
  } catch {
    return false;
  }
}

/** SQLite's own limit of a file's length, on every connection that is opened from now on. */
export function limitedFile(): SmallDisk {
  // Postern sets each connection up by pragmas.
  const pragma = vi.spyOn(Database.prototype, 'pragma');
  onTestFinished(() => pragma.mockRestore());
  const setMost = (pages: number) => {
    for (const connection of new Set(pragma.mock.contexts as readonly Database.Database[])) {
      if (connection.open && !connection.readonly)
        connection.prepare(`pragma max_page_count = ${pages}`).get();
    }
  };
  return {
    file: temporaryFile(),
    // A limit below the present length is taken for the present length.
    fill: () => setMost(1),
    makeRoom: () => setMost(2 ** 30),
  };
}
