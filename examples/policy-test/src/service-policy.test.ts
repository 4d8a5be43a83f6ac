import { type Actor, createApiKeys, type KeyAction, type KeyPolicyRequest } from '@postern/core';
import { insecureHasher, memoryKeyRepository, settableClock } from '@postern/core/testing';
import { describe, expect, it } from 'vitest';
import { leadsPolicy, type Staff, staffDirectory } from './service-policy.js';

const ada = { kind: 'user', id: 'ada' } as const;
const grace = { kind: 'user', id: 'grace' } as const;
const platform = { kind: 'team', id: 'platform' } as const;

const staff: Staff = {
  people: new Map([
    ['ada', ['agents:read', 'agents:write']],
    ['grace', ['agents:read']],
  ]),
  leads: new Map([['platform', 'ada']]),
};

/** The keys of a service, without a server, a database, Argon2 or waiting. */
function keysOf(known: Staff, clock = settableClock()) {
  return createApiKeys({
    repository: memoryKeyRepository(),
    hasher: insecureHasher(),
    owners: staffDirectory(known),
    policy: leadsPolicy(known),
    clock,
  });
}

describe('who may manage whose keys', () => {
  it('the lead of a team creates its keys', async () => {
    const keys = keysOf(staff);
    const { token } = await keys.issue({ owner: platform, actor: ada, name: 'CI Pipeline' });
    expect(await keys.verify(token, { kinds: ['team'] })).toMatchObject({ ok: true });
  });

  it('no one else creates the keys of a team', async () => {
    const issuing = keysOf(staff).issue({ owner: platform, actor: grace, name: 'CI Pipeline' });
    await expect(issuing).rejects.toMatchObject({ code: 'ERR_FORBIDDEN' });
  });

  it('the lead of a team can disable and enable its keys, which no one else can find', async () => {
    const keys = keysOf(staff);
    const { key } = await keys.issue({ owner: platform, actor: ada, name: 'CI Pipeline' });
    const disabling = keys.disable(key.id, { actor: grace, reason: 'seen in a log' });
    await expect(disabling).rejects.toMatchObject({ code: 'ERR_KEY_NOT_FOUND' });
    expect(await keys.disable(key.id, { actor: ada, reason: 'seen in a log' })).toEqual({ changed: true });
    expect(await keys.enable(key.id, { actor: ada })).toEqual({ changed: true });
  });

  it('only the system can purge keys', async () => {
    const purge = (actor: Actor) => keysOf(staff).purge({ actor, revokedBefore: new Date() });
    expect(await purge({ kind: 'system', id: 'nightly' })).toEqual({ purged: 0 });
    await expect(purge(ada)).rejects.toMatchObject({ code: 'ERR_FORBIDDEN' });
  });

  it('only jobs see the keys of everybody: not even the lead of a team does', async () => {
    const keys = keysOf(staff);
    await keys.issue({ owner: platform, actor: ada, name: 'CI Pipeline' });
    const job = { kind: 'system', id: 'inventory' } as const;
    expect((await keys.listAll({ actor: job })).keys).toHaveLength(1);
    await expect(keys.listAll({ actor: ada })).rejects.toMatchObject({ code: 'ERR_FORBIDDEN' });
  });

  it.each([platform, ada])('an unknown action is refused, on keys of %o', (owner) => {
    const request = { actor: ada, action: 'transfer' as KeyAction, owner } as KeyPolicyRequest;
    expect(leadsPolicy(staff).decide(request)).toMatchObject({ ok: false });
  });
});

describe('what keys may do', () => {
  it('a key can do no more than its owner', async () => {
    const keys = keysOf(staff);
    const { token } = await keys.issue({ owner: grace, actor: grace, name: 'Laptop' });
    expect(await keys.verify(token, { scopes: ['agents:write'] })).toMatchObject({
      reason: 'insufficient_scope',
    });
  });

  it('a key stops working when its owner leaves', async () => {
    const people = new Map(staff.people);
    const keys = keysOf({ ...staff, people });
    const { token } = await keys.issue({ owner: grace, actor: grace, name: 'Laptop' });
    people.delete('grace');
    expect(await keys.verify(token)).toMatchObject({ ok: false, reason: 'owner_inactive' });
  });

  it('a key stops working when it expires', async () => {
    const clock = settableClock(new Date('2026-01-01T00:00:00Z'));
    const keys = keysOf(staff, clock);
    const expiresAt = new Date('2026-02-01T00:00:00Z');
    const { token } = await keys.issue({ owner: ada, actor: ada, name: 'January', expiresAt });
    clock.set(expiresAt);
    expect(await keys.verify(token)).toMatchObject({ ok: false, reason: 'expired' });
  });
});
