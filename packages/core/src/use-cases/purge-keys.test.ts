import { describe, expect, it, vi } from 'vitest';
import { ada, grace, service } from '../../test-support/service.js';
import { selfService } from '../policy/self-service.js';
import type { KeyPolicy } from '../ports/key-policy.js';
import { buildAuditEntry, buildKey, buildStoredKey, memoryKeyRepository } from '../testing/index.js';
import type { PurgeRequest } from './purge-keys.js';

const job = { kind: 'system', id: 'purge-job' } as const;

/** A service with one key, revoked a second ago. */
async function withRevokedKey(given: Parameters<typeof service>[0] = {}) {
  const made = service(given);
  const { token, key } = await made.issue();
  await made.keys.revoke(key.id, { actor: ada });
  made.clock.advance(1_000);
  return { ...made, token, key };
}

describe('purge', () => {
  it('removes records of keys that were revoked before an instant, and returns how many', async () => {
    const { keys, token, key, clock } = await withRevokedKey();
    expect(await keys.purge({ actor: job, revokedBefore: clock.now() })).toEqual({ purged: 1 });
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'unknown' });
    await expect(keys.get(key.id, { actor: ada })).rejects.toMatchObject({ code: 'ERR_KEY_NOT_FOUND' });
  });

  it('leaves keys that were revoked at that instant or later', async () => {
    const { keys, clock, key } = await withRevokedKey();
    const revokedBefore = new Date(clock.now().getTime() - 1_000);
    expect(await keys.purge({ actor: job, revokedBefore })).toEqual({ purged: 0 });
    expect((await keys.get(key.id, { actor: ada })).revokedAt).toEqual(revokedBefore);
  });

  it('accepts the first instant of 1970, before which nothing was revoked', async () => {
    const { keys } = await withRevokedKey();
    expect(await keys.purge({ actor: job, revokedBefore: new Date(0) })).toEqual({ purged: 0 });
  });

  it('leaves keys that are not revoked, whatever their state', async () => {
    const { keys, issue, clock } = service();
    const [{ key: disabled }, { key: rotated }] = [await issue(), await issue()];
    await issue({ expiresAt: new Date(clock.now().getTime() + 1) });
    await keys.disable(disabled.id, { actor: ada, reason: 'leaked' });
    await keys.rotate(rotated.id, { actor: ada, graceMs: 1 });
    clock.advance(1_000);
    expect(await keys.purge({ actor: job, revokedBefore: clock.now() })).toEqual({ purged: 0 });
    expect((await keys.list({ owner: ada, actor: ada })).keys).toHaveLength(4);
  });

  it('affects the keys of all owners', async () => {
    const { keys, issue, clock } = service();
    for (const owner of [ada, grace]) {
      const { key } = await issue({ owner });
      await keys.revoke(key.id, { actor: ada });
    }
    clock.advance(1);
    expect(await keys.purge({ actor: job, revokedBefore: clock.now() })).toEqual({ purged: 2 });
  });

  it('leaves the audit entries, and adds one for each record, by the actor', async () => {
    const { keys, key, clock } = await withRevokedKey();
    await keys.purge({ actor: job, revokedBefore: clock.now() });
    const { entries } = await keys.history({ owner: ada, actor: ada });
    expect(entries.map(({ action }) => action)).toEqual(['purged', 'revoked', 'issued']);
    expect(entries[0]).toMatchObject({
      keyId: key.id,
      owner: ada,
      actor: job,
      at: clock.now(),
      reason: null,
    });
  });

  it('emits an event with the number of removed records, but none if there were none', async () => {
    const { keys, events, clock } = await withRevokedKey();
    await keys.purge({ actor: job, revokedBefore: clock.now() });
    await keys.purge({ actor: job, revokedBefore: clock.now() });
    expect(events.slice(2)).toEqual([{ type: 'purged', count: 1 }]);
  });

  it('leaves the successor of a rotated key', async () => {
    const { keys, issue, clock } = service();
    const { key } = await issue();
    const { token } = await keys.rotate(key.id, { actor: ada });
    clock.advance(1);
    expect(await keys.purge({ actor: job, revokedBefore: clock.now() })).toEqual({ purged: 1 });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });
});

describe('purge works in steps of 500', () => {
  /** A repository with this many keys, revoked at the beginning of 2026. */
  async function withRevokedKeys(count: number) {
    const repository = memoryKeyRepository();
    for (let at = 0; at < count; at += 1) {
      const key = buildKey({ revokedAt: new Date('2026-01-01T00:00:00Z') });
      await repository.insert(buildStoredKey({ key }), buildAuditEntry(key));
    }
    const { purge: works } = repository;
    return { repository, works, purge: vi.spyOn(repository, 'purge') };
  }
  const revokedBefore = new Date('2026-01-01T00:00:00.001Z');

  it.each([
    [499, [499, 0]],
    [500, [500, 0]],
    [501, [500, 1, 0]],
    [1_001, [500, 500, 1, 0]],
  ])('and removes %i records in these steps: %j', async (count, steps) => {
    const { repository, purge } = await withRevokedKeys(count);
    const { keys, events } = service({ repository });
    expect(await keys.purge({ actor: job, revokedBefore })).toEqual({ purged: count });
    expect(await Promise.all(purge.mock.results.map(({ value }) => value))).toEqual(steps);
    expect(purge.mock.calls.map(([query]) => query)).toEqual(
      steps.map(() => ({ revokedBefore, limit: 500 })),
    );
    expect(events).toEqual(steps.flatMap((step) => (step === 0 ? [] : [{ type: 'purged', count: step }])));
  });

  it('and if one fails, the records of those before it are gone, and calling again removes the rest', async () => {
    const { repository, works, purge } = await withRevokedKeys(600);
    const { keys, events } = service({ repository });
    purge.mockImplementationOnce(works).mockRejectedValueOnce(new Error('down'));
    const code = 'ERR_REPOSITORY_UNAVAILABLE';
    await expect(keys.purge({ actor: job, revokedBefore })).rejects.toMatchObject({ code });
    expect(events).toMatchObject([
      { type: 'purged', count: 500 },
      { type: 'fault', code },
    ]);
    expect(await keys.purge({ actor: job, revokedBefore })).toEqual({ purged: 100 });
  });
});

describe('permission to purge', () => {
  it('is decided by the policy, without an owner', async () => {
    const decide = vi.fn<KeyPolicy['decide']>(() => ({ ok: true }));
    const { keys, clock } = service({ policy: { decide } });
    await keys.purge({ actor: job, revokedBefore: clock.now() });
    expect(decide.mock.calls).toEqual([[{ actor: job, action: 'purge' }]]);
  });

  it('is given to no one by selfService, and nothing is removed', async () => {
    const { keys, key, clock } = await withRevokedKey({ policy: selfService() });
    const refused = keys.purge({ actor: ada, revokedBefore: clock.now() });
    await expect(refused).rejects.toMatchObject({ code: 'ERR_FORBIDDEN' });
    expect(await keys.get(key.id, { actor: ada })).toMatchObject({ id: key.id });
  });
});

it.each<[string, object]>([
  ['no actor', { actor: undefined }],
  ['no instant', { revokedBefore: undefined }],
  ['an instant that is a string', { revokedBefore: '2027-01-01' }],
  ['an invalid date', { revokedBefore: new Date('never') }],
  ['an owner, because it affects the keys of all', { owner: ada }],
])('purge refuses %s, and removes nothing', async (_what, given) => {
  const { keys, key, clock } = await withRevokedKey();
  const request = { actor: job, revokedBefore: clock.now(), ...given } as PurgeRequest;
  await expect(keys.purge(request)).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
  expect(await keys.get(key.id, { actor: ada })).toMatchObject({ id: key.id });
});
