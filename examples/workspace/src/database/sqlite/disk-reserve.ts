import { randomBytes } from 'node:crypto';
import { statSync, truncateSync } from 'node:fs';
import { statfs, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { KeyRepository } from '@postern/core/ports';
import { DatabaseUnavailableError } from '../database.js';

/** Twice the size of the write-ahead log when SQLite starts it over and reuses its space. */
const reserveBytes = 8 * 1_024 * 1_024;

/** With less free space than this, even a small transaction may fail. */
const nearlyFullBytes = 512 * 1_024;

/** Disk space kept for what must work on a full disk, above all revoking. */
export interface DiskReserve {
  /**
   * Call it before a write that callers can repeat without end: such a write must not use the released space.
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
    // Only with twice the space, or it would soon be released again.
    if ((await freeBytes()) < reserveBytes * 2) return false;
    try {
      // Random bytes, since zeros take no space on a compressing file system.
      await writeFile(file, await promisify(randomBytes)(reserveBytes));
      return true;
    } catch {
      truncateSync(file);
      return false;
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

/**
 * Lets changes that end or narrow a key use the reserve, once for each key. Changes that add keys or can be repeated
 * without end must not use it: each leaves an audit entry, and the space would soon be gone.
 */
export function reservedRepository(repository: KeyRepository, reserve: DiskReserve): KeyRepository {
  type Method<Parameters extends readonly unknown[], Result> = (...parameters: Parameters) => Promise<Result>;

  function ending<Parameters extends readonly unknown[], Result>(
    method: Method<Parameters, Result>,
  ): Method<Parameters, Result> {
    return async (...parameters) => {
      try {
        return await method(...parameters);
      } catch (error) {
        // F13 release
        if (!isFull(error) || !reserve.release()) throw error;
        return method(...parameters);
      }
    };
  }

  function growing<Parameters extends readonly unknown[], Result>(
    method: Method<Parameters, Result>,
  ): Method<Parameters, Result> {
    return async (...parameters) => {
      // F13 reserve
      await reserve.require();
      return method(...parameters);
    };
  }

  const [disable, takeOver] = [ending(repository.disable), growing(repository.disable)];
  return {
    ...repository,
    insert: growing(repository.insert),
    insertIdempotent: growing(repository.insertIdempotent),
    rotate: growing(repository.rotate),
    insertOffer: growing(repository.insertOffer),
    claimOffer: growing(repository.claimOffer),
    // Together with `disable`, it could be repeated forever.
    enable: /* F13 enable */ growing(repository.enable),
    rename: /* F13 rename */ growing(repository.rename),
    revoke: ending(repository.revoke),
    revokeAll: ending(repository.revokeAll),
    // Two actors could take over a disabling from each other forever. The key is already disabled.
    disable: (disabling, entry) =>
      /* F13 take-over */ (disabling.over === null ? disable : takeOver)(disabling, entry),
    // Records the leak of a key once a day at most.
    reportLeak: ending(repository.reportLeak),
    withdrawOffer: ending(repository.withdrawOffer),
    purge: ending(repository.purge),
  };
}

/** The cause has the class and the code of the driver's error. */
function isFull(error: unknown): boolean {
  return (
    error instanceof Error && error.cause instanceof Error && error.cause.message.includes('SQLITE_FULL')
  );
}
