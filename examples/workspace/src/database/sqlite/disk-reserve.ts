import { randomBytes } from 'node:crypto';
import { statSync, truncateSync } from 'node:fs';
import { open, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseUnavailableError } from '../database-unavailable-error.js';

/** Room for a whole cycle of the write-ahead log, twice: after it SQLite goes on within what it has. */
const reserveBytes = 8 * 1_024 * 1_024;

/** With less room on the disk than this, a small transaction may fail. */
const nearlyFullBytes = 512 * 1_024;

/** Room on the disk that is kept for what must work when it is full, above all revoking. */
export interface DiskReserve {
  /**
   * To be called before a write that somebody can repeat without end: it must not use the room that was released.
   *
   * @throws {DatabaseUnavailableError} if the reserve was released, and the disk has no room for it yet.
   */
  require(): Promise<void>;
  /** Releases it if the disk is nearly full: for transactions, which are not tried again when they find it full. */
  makeRoom(): Promise<void>;
  /** Gives the room to the disk, now. Returns false if it was given before. */
  release(): boolean;
}

/** Keeps a file of eight megabytes beside the database. The disk may be too full for it: then it counts as released. */
export async function diskReserve(database: string): Promise<DiskReserve> {
  const file = `${database}-reserve`;
  let taking: Promise<boolean> | undefined;

  const isKept = () => statSync(file, { throwIfNoEntry: false })?.size === reserveBytes;

  async function freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(dirname(file));
    return bavail * bsize;
  }

  async function take(): Promise<boolean> {
    // With room for it and as much again: else it would be released right after.
    if ((await freeBytes()) < reserveBytes * 2) return false;
    const handle = await open(file, 'w');
    try {
      // Zeros would take no room where files are compressed.
      const block = randomBytes(256 * 1_024);
      for (let written = 0; written < reserveBytes; written += block.length) await handle.write(block);
      return true;
    } catch {
      await handle.truncate(0);
      return false;
    } finally {
      await handle.close();
    }
  }

  function keep(): Promise<boolean> {
    taking ??= take()
      .catch(() => false)
      .finally(() => {
        taking = undefined;
      });
    return taking;
  }

  function release(): boolean {
    if (!isKept()) return false;
    truncateSync(file);
    return true;
  }

  if (!isKept()) await keep();
  return {
    async require() {
      if (isKept() || (await keep())) return;
      throw new DatabaseUnavailableError('RESERVE', 'the disk is full; make room (docs/operations.md)');
    },
    async makeRoom() {
      if ((await freeBytes()) < nearlyFullBytes) release();
    },
    release,
  };
}
