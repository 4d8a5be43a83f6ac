import type { ApiKey } from '@postern/core';
import { describe, expect, it } from 'vitest';
import { pages } from '../../test-support/pages.js';
import { rotationProgress } from './rotation.js';

const actor = { kind: 'user', id: 'ada' } as const;
const hourMs = 3_600_000;

async function rotated({ graceMs }: { readonly graceMs: number }) {
  const { keys } = pages();
  const { key: issued } = await keys.issue({ owner: actor, actor, name: 'CI' });
  const { key: successor } = await keys.rotate(issued.id, { actor, graceMs });
  const old = await keys.get(issued.id, { actor });
  const at = (ms: number) => new Date(Number(old.rotatedAt) + ms);
  const used = (key: ApiKey, ms: number): ApiKey => ({ ...key, lastUsedAt: at(ms) });
  return { keys, old, successor, at, used };
}

describe('the old key of a rotation', () => {
  it('is in use if it was used after the rotation, whatever became of the new one', async () => {
    const { old, successor, at, used } = await rotated({ graceMs: hourMs });
    for (const other of [successor, used(successor, 2), undefined])
      expect(rotationProgress(used(old, 1), other, at(1_000))).toEqual({
        old: 'used',
        at: at(1),
        endsAt: at(hourMs),
      });
  });

  it('can be deleted only if it is not used any more, and the new one is used and works', async () => {
    const { old, successor, at, used } = await rotated({ graceMs: hourMs });
    const isSafe = (previous: ApiKey, next: ApiKey | undefined) => {
      const progress = rotationProgress(previous, next, at(600_000));
      return progress.old === 'unused' && progress.isSafe;
    };
    expect(isSafe(used(old, -1), used(successor, 1))).toBe(true);
    expect(isSafe(used(old, 0), used(successor, 1))).toBe(true);
    expect(isSafe(old, used(successor, 1))).toBe(true);
    expect(isSafe(used(old, 1), used(successor, 1))).toBe(false);
    expect(isSafe(old, successor)).toBe(false);
    expect(isSafe(old, undefined)).toBe(false);
    expect(isSafe(old, { ...used(successor, 1), disabledAt: at(2) })).toBe(false);
    expect(isSafe(old, { ...used(successor, 1), revokedAt: at(2) })).toBe(false);
    expect(isSafe(old, { ...used(successor, 1), expiresAt: at(2) })).toBe(false);
  });

  it('may still be used for two minutes after the rotation, in a process that has not written it yet', async () => {
    const { old, successor, at, used } = await rotated({ graceMs: hourMs });
    const recent = (ms: number) => rotationProgress(old, used(successor, 1), at(ms));
    expect(recent(119_999)).toMatchObject({ old: 'unused', isRecent: true });
    expect(recent(120_000)).toMatchObject({ old: 'unused', isRecent: false });
  });

  it('ends with the rotation, with its grace, or when it is deleted or disabled', async () => {
    const immediate = await rotated({ graceMs: 0 });
    expect(rotationProgress(immediate.old, immediate.successor, immediate.at(1))).toEqual({
      old: 'ended',
      at: immediate.at(0),
      withRotation: true,
    });
    const { old, successor, at } = await rotated({ graceMs: hourMs });
    const progress = (changed: Partial<ApiKey>, ms: number) =>
      rotationProgress({ ...old, ...changed }, successor, at(ms));
    expect(progress({}, hourMs)).toEqual({ old: 'ended', at: at(hourMs), withRotation: false });
    expect(progress({ revokedAt: at(5) }, 6)).toEqual({ old: 'deleted', at: at(5) });
    expect(progress({ disabledAt: at(5) }, 6)).toEqual({ old: 'disabled' });
  });
});
