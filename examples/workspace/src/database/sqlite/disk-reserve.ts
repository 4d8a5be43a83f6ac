import { randomBytes } from 'node:crypto';
import { statSync, truncateSync } from 'node:fs';
import { open, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseUnavailableError } from '../database-unavailable-error.js';

/** Twice what the write-ahead log takes until SQLite starts it over, and reuses its space. */
const reserveBytes = 8 * 1_024 * 1_024;

/** With less free space than this, even a small transaction may fail. */
const nearlyFullBytes = 512 * 1_024;

/** Disk space kept for what must work on a full disk, above all revoking. */
export interface DiskReserve {
  /**
   * Call it before a write that a caller can repeat without end: such a write must not use the released space.
   *
   * @throws {DatabaseUnavailableError} if the reserve was released, and there is no room to take it again.
   */
  require(): Promise<void>;
  /** Releases it if the disk is nearly full. For transactions, which are not retried when the disk is full. */
  makeRoom(): Promise<void>;
  /** Frees the space immediately. Returns false if it was freed before. */
  release(): boolean;
}

/** Keeps an 8 MiB file next to the database. If the disk is too full for it, the reserve counts as released. */
export async function diskReserve(database: string): Promise<DiskReserve> {
  const file = `${database}-reserve`;
  let taking: Promise<boolean> | undefined;

  const isKept = () => statSync(file, { throwIfNoEntry: false })?.size === reserveBytes;

  async function freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(dirname(file));
    return bavail * bsize;
  }

  async function take(): Promise<boolean> {
    // Only with twice the room: else it would be released again right away.
    if ((await freeBytes()) < reserveBytes * 2) return false;
    const handle = await open(file, 'w');
    try {
      // Random, since zeros take no space on a compressing file system.
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
