import type { KeyRepository } from '@postern/core/ports';
import type { DiskReserve } from './disk-reserve.js';

/**
 * Lets what ends or narrows a key use the reserve of the disk, once for each key. What adds keys or can be repeated
 * without end must leave the reserve alone: each change leaves an audit entry, and the room would soon be gone.
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
    // With `disable`, it would go on for ever.
    enable: /* F13 enable */ growing(repository.enable),
    rename: /* F13 rename */ growing(repository.rename),
    revoke: ending(repository.revoke),
    revokeAll: ending(repository.revokeAll),
    // Two actors could take a disabling over from each other for ever. The key is disabled already.
    disable: (disabling, entry) =>
      /* F13 take-over */ (disabling.over === null ? disable : takeOver)(disabling, entry),
    withdrawOffer: ending(repository.withdrawOffer),
    purge: ending(repository.purge),
  };
}

/** Postern keeps the class and the code of a driver's error. */
function isFull(error: unknown): boolean {
  return (
    error instanceof Error && error.cause instanceof Error && error.cause.message.includes('SQLITE_FULL')
  );
}
