import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { ada, grace, platform, service } from '../../test-support/service.js';
import type { Limits } from '../config.js';
import { selfService } from '../policy/self-service.js';
import type { KeyPolicy } from '../ports/key-policy.js';
import type { KeyRepository } from '../ports/key-repository.js';
import { buildAuditEntry, buildKey, buildStoredKey, memoryKeyRepository } from '../testing/index.js';
import type { DisableUnusedRequest } from './disable-unused-keys.js';

const day = 24 * 60 * 60 * 1_000;
const actor = { kind: 'system', id: 'unused-keys' } as const;
const fault = { code: 'ERR_REPOSITORY_UNAVAILABLE' };

/** A service in which ada and, later, platform got a key, about 100 days ago. Neither was ever used. */
async function withUnusedKeys(given: Parameters<typeof service>[0] = {}) {
  const made = service(given);
  const { keys, clock } = made;
  const scopes = ['agents:read'] as const;
  const { token, key } = await made.issue({ name: 'of ada', scopes });
  clock.advance(1);
  const { key: ofTeam } = await made.issue({ name: 'of platform', owner: platform, scopes });
  clock.advance(100 * day - 1);
  const ago = (days: number) => new Date(clock.now().getTime() - days * day);
  const disableUnused = (request: Partial<DisableUnusedRequest> = {}) =>
    keys.disableUnused({ actor, unusedSince: ago(90), ...request });
  const stateOf = async (id: string) => (await keys.get(id, { actor: ada })).disabledAt;
  return { ...made, token, key, ofTeam, ago, disableUnused, stateOf };
}

describe('disableUnused', () => {
  it('disables the keys of all owners that were not used since an instant, and returns how many', async () => {
    const { keys, token, key, ofTeam, clock, disableUnused } = await withUnusedKeys();
    expect(await disableUnused()).toEqual({ disabled: 2 });
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'disabled' });
    for (const { id } of [key, ofTeam])
      expect(await keys.get(id, { actor: ada })).toMatchObject({
        disabledAt: clock.now(),
        disabledBy: actor,
      });
    expect(await disableUnused()).toEqual({ disabled: 0 });
  });

  it('never revokes: a disabled key can be enabled, and is disabled by the next run if it is not used', async () => {
    const { keys, key, token, disableUnused, ago } = await withUnusedKeys();
    await disableUnused();
    await keys.enable(key.id, { actor: ada });
    expect(await disableUnused()).toEqual({ disabled: 1 });
    await keys.enable(key.id, { actor: ada });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
    expect(await disableUnused({ unusedSince: ago(1) })).toEqual({ disabled: 0 });
  });

  it('leaves keys that were used or created at that instant or later', async () => {
    const { keys, issue, clock, token, key, ofTeam, disableUnused, stateOf } = await withUnusedKeys();
    await keys.verify(token);
    const { key: created } = await issue({ name: 'new' });
    const unusedSince = clock.now();
    clock.advance(2 * day);
    expect(await disableUnused({ unusedSince })).toEqual({ disabled: 1 });
    expect(await stateOf(ofTeam.id)).toEqual(clock.now());
    expect([await stateOf(key.id), await stateOf(created.id)]).toEqual([null, null]);
    expect(await disableUnused({ unusedSince: new Date(unusedSince.getTime() + 1) })).toEqual({
      disabled: 2,
    });
  });

  it('disables keys in their grace period, and leaves those that no longer work', async () => {
    const { keys, issue, clock, key, ofTeam, disableUnused } = await withUnusedKeys();
    await keys.revoke(ofTeam.id, { actor: ada });
    const { key: taken } = await issue({ owner: grace, actor: ada, scopes: ['agents:read'] });
    await keys.disable(taken.id, { actor: grace, reason: 'on holiday' });
    await issue({ expiresAt: new Date(clock.now().getTime() + day) });
    await keys.rotate(key.id, { actor: ada, graceMs: 90 * day });
    clock.advance(89 * day);
    const unusedSince = new Date(clock.now().getTime() - day);
    // The rotated key and its successor.
    expect(await disableUnused({ unusedSince })).toEqual({ disabled: 2 });
    expect(await keys.get(taken.id, { actor: ada })).toMatchObject({ disabledBy: grace });
  });

  it('counts on a dry run what a run disables, and changes nothing', async () => {
    const { keys, repository, events, disableUnused, ago, token } = await withUnusedKeys();
    const disable = vi.spyOn(repository, 'disable');
    const recordUses = vi.spyOn(repository, 'recordUses');
    await keys.verify(token);
    events.length = 0;
    expect(await disableUnused({ dryRun: true, unusedSince: ago(1) })).toEqual({ disabled: 1 });
    expect(disable).not.toHaveBeenCalled();
    expect(recordUses).not.toHaveBeenCalled();
    expect(events).toEqual([]);
    expect(await disableUnused({ dryRun: false, unusedSince: ago(1) })).toEqual({ disabled: 1 });
  });

  it('writes an audit entry and emits an event for each key', async () => {
    const { keys, key, ofTeam, clock, events, disableUnused } = await withUnusedKeys();
    events.length = 0;
    await disableUnused();
    expect(events).toEqual([
      { type: 'disabled', keyId: ofTeam.id, owner: platform },
      { type: 'disabled', keyId: key.id, owner: ada },
    ]);
    const [entry] = (await keys.history({ keyId: key.id, actor: ada })).entries;
    const reason = 'unused since 2026-01-11';
    expect(entry).toMatchObject({ action: 'disabled', actor, owner: ada, at: clock.now(), reason });
    expect(await keys.get(key.id, { actor: ada })).toMatchObject({ reason });
  });

  it('takes another reason', async () => {
    const { keys, key, disableUnused } = await withUnusedKeys();
    await disableUnused({ reason: 'nobody needs it: ask #platform' });
    const reason = 'nobody needs it: ask #platform';
    expect(await keys.get(key.id, { actor: ada })).toMatchObject({ reason });
  });

  it('counts the uses of this process', async () => {
    const repository = memoryKeyRepository();
    const { keys, token, disableUnused, stateOf, key } = await withUnusedKeys({ repository });
    await keys.verify(token);
    expect(await disableUnused()).toEqual({ disabled: 1 });
    expect(await stateOf(key.id)).toBeNull();
    expect((await repository.get(key.id))?.lastUsedAt).not.toBeNull();
  });

  it('disables nothing if the uses of this process cannot be written', async () => {
    const repository = memoryKeyRepository();
    const { keys, token, disableUnused, stateOf, ofTeam } = await withUnusedKeys({ repository });
    await keys.verify(token);
    vi.spyOn(repository, 'recordUses').mockRejectedValue(new Error('down'));
    await expect(disableUnused()).rejects.toMatchObject(fault);
    expect(await stateOf(ofTeam.id)).toBeNull();
  });
});

describe('next to disableUnused', () => {
  /** Does something right before the first key is disabled. */
  async function meanwhile(change: (made: Awaited<ReturnType<typeof withUnusedKeys>>) => unknown) {
    const repository = { ...memoryKeyRepository() };
    const made = await withUnusedKeys({ repository });
    const { disable } = repository;
    repository.disable = async (disabling, entry) => {
      repository.disable = disable;
      await change(made);
      return disable(disabling, entry);
    };
    return made;
  }

  it('S13 a use that another process writes wins', async () => {
    const { keys, ofTeam, disableUnused, stateOf, key } = await meanwhile(
      ({ repository, clock, ofTeam: { id } }) => repository.recordUses([{ keyId: id, at: clock.now() }]),
    );
    expect(await disableUnused()).toEqual({ disabled: 1 });
    expect(await stateOf(ofTeam.id)).toBeNull();
    expect(await stateOf(key.id)).not.toBeNull();
    const { entries } = await keys.history({ keyId: ofTeam.id, actor: ada });
    expect(entries.map(({ action }) => action)).toEqual(['issued']);
  });

  it('S13 a use in this process wins, for every key that is not disabled yet', async () => {
    const { disableUnused, stateOf, key } = await meanwhile(({ keys, token }) => keys.verify(token));
    expect(await disableUnused()).toEqual({ disabled: 1 });
    expect(await stateOf(key.id)).toBeNull();
  });

  it('a use that is written late and still too long ago does not keep a key', async () => {
    const { disableUnused, stateOf, ofTeam } = await meanwhile(({ repository, ago, ofTeam: { id } }) =>
      repository.recordUses([{ keyId: id, at: ago(91) }]),
    );
    expect(await disableUnused()).toEqual({ disabled: 2 });
    expect(await stateOf(ofTeam.id)).not.toBeNull();
  });

  it('a key that someone revokes, disables or purges is left to them', async () => {
    const reason = 'seen in a log';
    const changes: readonly Parameters<typeof meanwhile>[0][] = [
      ({ keys, ofTeam: { id } }) => keys.revoke(id, { actor: ada, reason }),
      ({ keys, ofTeam: { id } }) => keys.disable(id, { actor: ada, reason }),
      async ({ keys, ofTeam: { id }, clock }) => {
        await keys.revoke(id, { actor: ada });
        await keys.purge({ actor: ada, revokedBefore: new Date(clock.now().getTime() + 1) });
      },
    ];
    for (const [index, change] of changes.entries()) {
      const { keys, ofTeam, disableUnused } = await meanwhile(change);
      expect(await disableUnused()).toEqual({ disabled: 1 });
      if (index < 2) expect(await keys.get(ofTeam.id, { actor: ada })).toMatchObject({ reason });
    }
  });

  it('two runs disable each key once', async () => {
    const { disableUnused, events } = await withUnusedKeys();
    events.length = 0;
    const runs = await Promise.all([disableUnused(), disableUnused()]);
    expect(runs.reduce((sum, { disabled }) => sum + disabled, 0)).toBe(2);
    expect(events).toHaveLength(2);
  });
});

describe('a storage that does not do what it is asked', () => {
  it('F14 is a fault if it ignores the change, after a bounded number of attempts', async () => {
    const repository = memoryKeyRepository();
    const { disableUnused, events } = await withUnusedKeys({ repository });
    events.length = 0;
    const disable = vi.spyOn(repository, 'disable').mockResolvedValue(false);
    await expect(disableUnused()).rejects.toMatchObject(fault);
    expect(disable).toHaveBeenCalledTimes(5);
    expect(events).toMatchObject([{ type: 'fault', ...fault }]);
  });

  it('F14 is a fault if it lists the same keys again and again', async () => {
    const repository = { ...memoryKeyRepository() };
    const { disableUnused } = await withUnusedKeys({ repository });
    const { listAll } = repository;
    let calls = 0;
    repository.listAll = async (query) => {
      calls += 1;
      const { keys } = await listAll({ ...query, after: null });
      const last = keys.at(-1);
      return { keys, next: last === undefined ? null : { at: last.createdAt, id: last.id } };
    };
    await expect(disableUnused({ dryRun: true })).rejects.toMatchObject({ code: 'ERR_RECORD_UNREADABLE' });
    expect(calls).toBe(2);
  });

  it.each<keyof KeyRepository>(['listAll', 'disable', 'get'])(
    'F01 is a fault if %s fails in the middle, and repeating the call disables the rest',
    async (method) => {
      const repository = memoryKeyRepository();
      const { disableUnused } = await withUnusedKeys({ repository });
      // Only then is a record read again.
      if (method === 'get') vi.spyOn(repository, 'disable').mockResolvedValueOnce(false);
      vi.spyOn(repository, method).mockRejectedValueOnce(new Error('down'));
      await expect(disableUnused()).rejects.toMatchObject(fault);
      expect(await disableUnused()).toEqual({ disabled: 2 });
    },
  );

  it('F14 never holds the event loop for more than one key', async () => {
    const repository = memoryKeyRepository();
    for (let at = 0; at < 20; at += 1) {
      const key = buildKey({ createdAt: new Date('2025-01-01T00:00:00Z') });
      await repository.insert(buildStoredKey({ key }), buildAuditEntry(key));
    }
    const { disableUnused } = await withUnusedKeys({ repository });
    let turns = 0;
    const turn = () => {
      turns += 1;
      immediate = setImmediate(turn);
    };
    let immediate = setImmediate(turn);
    expect(await disableUnused().finally(() => clearImmediate(immediate))).toEqual({ disabled: 22 });
    expect(turns).toBeGreaterThanOrEqual(22);
  });
});

it('disableUnused works in steps of 500, and goes on after the last key of each', async () => {
  const repository = memoryKeyRepository();
  for (let at = 0; at < 1_001; at += 1) {
    const key = buildKey({ createdAt: new Date(Date.parse('2025-01-01T00:00:00Z') + (at >> 2)) });
    await repository.insert(buildStoredKey({ key }), buildAuditEntry(key));
  }
  const listAll = vi.spyOn(repository, 'listAll');
  const { keys, clock } = service({ repository });
  const unusedSince = new Date(clock.now().getTime() - day);
  const request = { actor, unusedSince };
  expect(await keys.disableUnused({ ...request, dryRun: true })).toEqual({ disabled: 1_001 });
  expect(listAll.mock.calls.map(([{ limit, state }]) => [limit, state])).toEqual(
    Array(3).fill([500, 'accepted']),
  );
  expect(await keys.disableUnused(request)).toEqual({ disabled: 1_001 });
  expect(await keys.disableUnused({ ...request, dryRun: true })).toEqual({ disabled: 0 });
});

describe('how long ago unusedSince must be', () => {
  const hours = (count: number) => count * 60 * 60 * 1_000;
  const anyMs = fc.integer({ min: 1, max: 2_147_483_647 });

  it('S13 a day at least, and twice the longest interval at which uses are written', async () => {
    await fc.assert(
      fc.asyncProperty(anyMs, anyMs, fc.integer({ min: -2, max: 2 }), async (writeMs, flushMs, aroundMs) => {
        const limits = { useWriteIntervalMs: writeMs, useFlushIntervalMs: flushMs };
        const { keys, clock } = service({ limits });
        const leastMs = Math.max(hours(24), 2 * writeMs, 2 * flushMs);
        const unusedSince = new Date(clock.now().getTime() - leastMs - aroundMs);
        const disabling = keys.disableUnused({ actor, unusedSince });
        if (aroundMs >= 0) await expect(disabling).resolves.toEqual({ disabled: 0 });
        else await expect(disabling).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
      }),
      { numRuns: 50 },
    );
  });

  it.each<[string, Partial<Limits>, string]>([
    ['a day before now', {}, '2026-04-10T00:00:00.000Z'],
    ['two days, if uses are written daily', { useWriteIntervalMs: day }, '2026-04-09T00:00:00.000Z'],
    ['two days, if uses are flushed daily', { useFlushIntervalMs: day }, '2026-04-09T00:00:00.000Z'],
  ])('is said in the message: %s', async (_what, limits, latest) => {
    const { disableUnused, clock } = await withUnusedKeys({ limits });
    expect(clock.now().toISOString()).toBe('2026-04-11T00:00:00.000Z');
    await expect(disableUnused({ unusedSince: clock.now() })).rejects.toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      message: `unusedSince must be ${latest} or earlier: at least a day ago, and at least twice the longer of useWriteIntervalMs and useFlushIntervalMs ago, because a use that is not written yet would not count`,
    });
  });

  it.each([new Date(Number.NaN), new Date(0)])('and no key is disabled if the clock says %o', async (now) => {
    const { disableUnused, clock, stateOf, key } = await withUnusedKeys();
    const { now: right } = clock;
    clock.now = () => now;
    await expect(disableUnused({ unusedSince: new Date('2026-01-11') })).rejects.toMatchObject({
      code: now.getTime() === 0 ? 'ERR_INVALID_ARGUMENT' : 'ERR_UNEXPECTED',
    });
    clock.now = right;
    expect(await stateOf(key.id)).toBeNull();
  });

  it('and no key is disabled once the clock returns an invalid date', async () => {
    const { disableUnused, clock, repository, stateOf, key } = await withUnusedKeys();
    const { now: right } = clock;
    const { listAll } = repository;
    repository.listAll = async (query) => {
      clock.now = () => new Date(Number.NaN);
      return listAll(query);
    };
    await expect(disableUnused()).rejects.toMatchObject({ code: 'ERR_UNEXPECTED' });
    clock.now = right;
    expect(await stateOf(key.id)).toBeNull();
  });
});

describe('permission to disable unused keys', () => {
  it.each([true, false])('is decided by the policy, without an owner; dry run: %s', async (dryRun) => {
    const decide = vi.fn<KeyPolicy['decide']>(() => ({ ok: true }));
    const { disableUnused } = await withUnusedKeys({ policy: { decide } });
    decide.mockClear();
    await disableUnused({ dryRun });
    expect(decide.mock.calls).toEqual([[{ actor, action: 'disable_unused' }]]);
  });

  it.each([true, false])(
    'M04 without it, the refusal is the same whether there are unused keys or not; dry run: %s',
    async (dryRun) => {
      const policy = selfService();
      const repository = memoryKeyRepository();
      const { ago, key } = await withUnusedKeys({ repository });
      const refusals = [];
      for (const parts of [{ policy, repository }, { policy }]) {
        const { keys, clock } = service(parts);
        clock.advance(100 * day);
        const request = { actor: ada, unusedSince: ago(90), dryRun };
        refusals.push(await keys.disableUnused(request).catch((error: unknown) => error));
      }
      expect(refusals[0]).toMatchObject({ code: 'ERR_FORBIDDEN' });
      expect(refusals[0]).toEqual(refusals[1]);
      expect(await repository.get(key.id)).toMatchObject({ disabledAt: null });
    },
  );
});

it.each<[string, object]>([
  ['no actor', { actor: undefined }],
  ['no instant', { unusedSince: undefined }],
  ['an instant that is a string', { unusedSince: '2026-01-01' }],
  ['an invalid date', { unusedSince: new Date('never') }],
  ['an owner, because it concerns the keys of all', { owner: ada }],
  ['a dry run that is text', { dryRun: 'true' }],
  ['an empty reason', { reason: ' ' }],
  ['a reason with a token in it', { reason: `user.${'a'.repeat(65)}` }],
])('disableUnused refuses %s, and disables nothing', async (_what, given) => {
  const { disableUnused, stateOf, key } = await withUnusedKeys();
  await expect(disableUnused(given)).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
  expect(await stateOf(key.id)).toBeNull();
});
