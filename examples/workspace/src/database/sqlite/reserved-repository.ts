import type { KeyRepository } from '@postern/core';
import type { DiskReserve } from './disk-reserve.js';

/** Lets what ends or narrows a key use the reserve of the disk, and keeps what makes keys from using it. */
export function reservedRepository(repository: KeyRepository, reserve: DiskReserve): KeyRepository {
  type Method<Parameters extends readonly unknown[], Result> = (...parameters: Parameters) => Promise<Result>;

  function ending<Parameters extends readonly unknown[], Result>(
    method: Method<Parameters, Result>,
  ): Method<Parameters, Result> {
    return async (...parameters) => {
      try {
        return await method(...parameters);
      } catch (error) {
        if (!isFull(error) || !reserve.release()) throw error;
        return method(...parameters);
      }
    };
  }

  function growing<Parameters extends readonly unknown[], Result>(
    method: Method<Parameters, Result>,
  ): Method<Parameters, Result> {
    return async (...parameters) => {
      await reserve.require();
      return method(...parameters);
    };
  }

  return {
    ...repository,
    insert: growing(repository.insert),
    insertIdempotent: growing(repository.insertIdempotent),
    rotate: growing(repository.rotate),
    insertOffer: growing(repository.insertOffer),
    claimOffer: growing(repository.claimOffer),
    revoke: ending(repository.revoke),
    revokeAll: ending(repository.revokeAll),
    disable: ending(repository.disable),
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
