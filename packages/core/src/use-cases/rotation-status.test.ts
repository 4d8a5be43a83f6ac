import { describe, expect, it, vi } from 'vitest';
import { ada, grace, service } from '../../test-support/service.js';
import { selfService } from '../policy/self-service.js';
import type { KeyPolicy } from '../ports/key-policy.js';
import { memoryKeyRepository } from '../testing/index.js';

const hour = 3_600_000;

/** A key that was rotated, with both tokens. */
async function rotated(graceMs: number, given: Parameters<typeof service>[0] = {}) {
  const made = service(given);
  const { key, token } = await made.issue();
  const { key: successor, token: next } = await made.keys.rotate(key.id, { actor: ada, graceMs });
  return { ...made, key, token, successor, next };
}

it('rotationStatus returns null for a key that was never rotated', async () => {
  const { keys, issue } = service();
  const { key } = await issue();
  expect(await keys.rotationStatus(key.id, { actor: ada })).toBeNull();
});

it('rotationStatus says that neither key was used yet, and when the old one stops', async () => {
  const { keys, key, successor, clock } = await rotated(hour);
  expect(await keys.rotationStatus(key.id, { actor: ada, owner: ada })).toEqual({
    successorId: successor.id,
    endsAt: new Date(clock.now().getTime() + hour),
    lastUsedAt: null,
    successorLastUsedAt: null,
  });
});

it('rotationStatus includes the uses that this process has not written yet', async () => {
  const recordUses = vi.fn(() => Promise.resolve());
  const repository = { ...memoryKeyRepository(), recordUses };
  const { keys, key, token, next, clock } = await rotated(hour, { repository });
  await keys.verify(token);
  const usedAt = clock.now();
  clock.advance(1_000);
  await keys.verify(next);
  expect(await keys.rotationStatus(key.id, { actor: ada })).toMatchObject({
    lastUsedAt: usedAt,
    successorLastUsedAt: clock.now(),
  });
  expect(recordUses).not.toHaveBeenCalled();
});

describe('the end of a rotated key', () => {
  it.each([
    ['without a grace period, the rotation', 0, undefined, 0],
    ['the end of the grace period', hour, undefined, hour],
    ['a revocation before that', hour, 1_000, 1_000],
    ['the end of the grace period, although it was revoked later', hour, 2 * hour, hour],
  ])('is %s', async (_what, graceMs, revokedAfterMs, endsAfterMs) => {
    const { keys, key, clock } = await rotated(graceMs);
    const start = clock.now().getTime();
    if (revokedAfterMs !== undefined) {
      clock.advance(revokedAfterMs);
      await keys.revoke(key.id, { actor: ada });
    }
    const { endsAt } = (await keys.rotationStatus(key.id, { actor: ada })) ?? {};
    expect(endsAt).toEqual(new Date(start + endsAfterMs));
  });

  it('is a fault if the row of a rotated key has none', async () => {
    const { keys, repository, key } = await rotated(hour);
    const record = await repository.get(key.id);
    vi.spyOn(repository, 'get').mockResolvedValue(record && { ...record, expiresAt: null });
    await expect(keys.rotationStatus(key.id, { actor: ada })).rejects.toMatchObject({
      code: 'ERR_RECORD_UNREADABLE',
    });
  });
});

it('rotationStatus shows a successor that was purged as unused', async () => {
  const { keys, key, successor, next, clock } = await rotated(hour);
  await keys.verify(next);
  await keys.revoke(successor.id, { actor: ada });
  clock.advance(1);
  await keys.purge({ actor: ada, revokedBefore: clock.now() });
  expect(await keys.rotationStatus(key.id, { actor: ada })).toMatchObject({ successorLastUsedAt: null });
});

describe('M04 rotationStatus', () => {
  it('M04 gives the same answer for a key that does not exist and for one that may not be seen', async () => {
    const { keys, key } = await rotated(hour, { policy: selfService() });
    const notFound = { code: 'ERR_KEY_NOT_FOUND', message: 'there is no such key' };
    for (const [id, request] of [
      [key.id, { actor: grace }],
      [key.id, { actor: ada, owner: grace }],
      ['0000000000000000', { actor: ada }],
      ['user.nonsense', { actor: ada }],
    ] as const)
      await expect(keys.rotationStatus(id, request)).rejects.toMatchObject(notFound);
  });

  it('M04 shows a successor that the actor may not see as unused', async () => {
    const hidden = new Set<string>();
    const decide: KeyPolicy['decide'] = ({ key }) =>
      key !== undefined && hidden.has(key.id) ? { ok: false, message: 'hidden' } : { ok: true };
    const { keys, key, successor, next, clock } = await rotated(hour, { policy: { decide } });
    await keys.verify(next);
    const used = clock.now();
    expect(await keys.rotationStatus(key.id, { actor: ada })).toMatchObject({ successorLastUsedAt: used });
    hidden.add(successor.id);
    expect(await keys.rotationStatus(key.id, { actor: ada })).toMatchObject({ successorLastUsedAt: null });
  });

  it("M04 shows another owner's key that a row names as the successor as unused", async () => {
    const { keys, issue, repository, key } = await rotated(hour);
    const { key: other, token } = await issue({ owner: grace });
    await keys.verify(token);
    const get = repository.get;
    vi.spyOn(repository, 'get').mockImplementation(async (id) => {
      const record = await get(id);
      return record && (id === key.id ? { ...record, successorId: other.id } : record);
    });
    expect(await keys.rotationStatus(key.id, { actor: ada })).toMatchObject({
      successorId: other.id,
      successorLastUsedAt: null,
    });
  });
});

it('rotationStatus asks the policy for nothing but get', async () => {
  const decide = vi.fn(() => ({ ok: true as const }));
  const { keys, key } = await rotated(hour, { policy: { decide } });
  decide.mockClear();
  await keys.rotationStatus(key.id, { actor: ada });
  const actions = decide.mock.calls.map(
    ([request]: readonly unknown[]) => (request as { action: string }).action,
  );
  expect(actions).toEqual(['get', 'get']);
});

it('rotationStatus refuses a field that it does not know', async () => {
  const { keys, key } = await rotated(hour);
  const request = { actor: ada, ownr: grace };
  await expect(keys.rotationStatus(key.id, request)).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
});
