import { statSync } from 'node:fs';
import { join } from 'node:path';
import { isPosternError, PosternError } from '@postern/core';
import { memoryKeyRepository } from '@postern/core/testing';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../../../test-support/temporary-directory.js';
import { diskReserve, reservedRepository } from './disk-reserve.js';

/** A repository on a disk that is full until the reserve is released. */
function fullDisk() {
  const reserve = {
    isReleased: false,
    require: () => Promise.reject(new Error('no room')),
    makeRoom: async () => undefined,
    release() {
      const had = !this.isReleased;
      this.isReleased = true;
      return had;
    },
  };
  const onFullDisk = async () => {
    const cause = new Error('SqliteError SQLITE_FULL');
    if (!reserve.isReleased)
      throw new PosternError('ERR_REPOSITORY_UNAVAILABLE', 'the disk is full', { cause });
    return true;
  };
  const keys = {
    ...memoryKeyRepository(),
    revoke: onFullDisk,
    disable: onFullDisk,
    reportLeak: onFullDisk as never,
    insert: async () => true,
    enable: async () => true,
    rename: async () => true,
  };
  return { reserve, repository: reservedRepository(keys, reserve) };
}

describe('the reserve of a disk', () => {
  it('the reserve is a file next to the database, which is released once and can be taken again', async () => {
    const file = join(await temporaryDirectory(), 'test.sqlite');
    const reserve = await diskReserve(file);
    const bytes = () => statSync(`${file}-reserve`).size;
    expect(bytes()).toBe(8 * 1_024 * 1_024);
    expect([reserve.release(), reserve.release(), bytes()]).toEqual([true, false, 0]);
    await reserve.require();
    expect(bytes()).toBe(8 * 1_024 * 1_024);
  });

  it('F13 the reserve is released for a change that ends a key, and the change is made', async () => {
    for (const method of ['revoke', 'disable', 'reportLeak'] as const) {
      const { reserve, repository } = fullDisk();
      expect(await repository[method]({ over: null } as never, {} as never)).toBe(true);
      expect(reserve.isReleased).toBe(true);
    }
  });

  it('F13 the reserve is not used to create keys, which is refused until there is room again', async () => {
    const { reserve, repository } = fullDisk();
    await expect(repository.insert({} as never, {} as never)).rejects.toThrow('no room');
    expect(reserve.isReleased).toBe(false);
  });

  it('F13 the reserve is never used for changes that can be repeated without end', async () => {
    const { reserve, repository } = fullDisk();
    reserve.release();
    expect(await repository.disable({ over: null } as never, {} as never)).toBe(true);
    for (const repeated of [
      repository.enable({} as never, {} as never),
      repository.rename({} as never, {} as never),
      repository.disable({ over: { kind: 'user', id: 'ada' } } as never, {} as never),
    ])
      await expect(repeated).rejects.toThrow('no room');
  });

  it('the reserve is not released for any other error', async () => {
    const { reserve } = fullDisk();
    const broken = {
      ...memoryKeyRepository(),
      revoke: () => Promise.reject(new PosternError('ERR_REPOSITORY_UNAVAILABLE', 'it is down')),
    };
    const repository = reservedRepository(broken, reserve);
    await expect(repository.revoke({} as never, {} as never)).rejects.toSatisfy(isPosternError);
    expect(reserve.isReleased).toBe(false);
  });
});
