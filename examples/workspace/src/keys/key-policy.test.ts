import type { Actor, KeyAction, KeyPolicyRequest, Owner } from '@postern/core';
import { buildKey } from '@postern/core/testing';
import { describe, expect, it } from 'vitest';
import type { OrganisationStore, Plan } from '../people/organisation.js';
import type { TeamRole } from '../people/teams.js';
import { workspaceKeyPolicy } from './key-policy.js';

const ada = { kind: 'user', id: 'ada' } as const;
const platform = { kind: 'team', id: 'platform' } as const;
const deployments = { kind: 'service', id: 'deployments' } as const;
const oneKey = ['get', 'rename', 'disable', 'enable', 'rotate', 'revoke'] as const;

interface Situation {
  readonly role: TeamRole | undefined;
  readonly plan?: Plan;
  /** Whether the person is an admin of the organisation. */
  readonly isAdmin?: boolean;
}

function policyFor({ role, plan = 'business', isAdmin = false }: Situation) {
  const organisation: OrganisationStore = {
    get: async () => ({ id: 'organisation', name: 'Example', plan }),
    setPlan: () => Promise.reject(new Error('a policy changes nothing')),
  };
  return workspaceKeyPolicy({
    people: { isAdmin: async () => isAdmin },
    teams: { findRole: async () => role },
    serviceAccounts: { isManagedBy: async () => isAdmin },
    organisation,
  });
}

describe('the key policy of the workspace', () => {
  it.each([
    ['Owner', true],
    ['Admin', true],
    ['Member', false],
    [undefined, false],
  ] as const)('a team’s %s may manage its keys: %s', async (role, ok) => {
    for (const action of [...oneKey, 'issue', 'offer', 'list', 'history', 'revoke_all'] as const) {
      expect(await policyFor({ role }).decide({ actor: ada, action, owner: platform })).toMatchObject({ ok });
    }
  });

  it.each([true, false])(
    'M04 an admin may manage the keys of service accounts, anyone else may not: %s',
    async (ok) => {
      const { decide } = policyFor({ role: 'Owner', plan: 'free', isAdmin: ok });
      for (const action of [...oneKey, 'issue', 'offer', 'list', 'history', 'revoke_all'] as const)
        expect(await decide({ actor: ada, action, owner: deployments })).toMatchObject({ ok });
    },
  );

  it('a plan without team keys only prevents issuing them', async () => {
    const { decide } = policyFor({ role: 'Owner', plan: 'team' });
    expect(await decide({ actor: ada, action: 'issue', owner: platform })).toMatchObject({ ok: false });
    expect(await decide({ actor: ada, action: 'list', owner: platform })).toEqual({ ok: true });
    expect(await decide({ actor: ada, action: 'revoke', owner: platform })).toEqual({ ok: true });
  });

  it('refuses unknown actions', async () => {
    const action = 'transfer' as KeyAction;
    for (const owner of [platform, deployments, ada, undefined]) {
      const request = { actor: ada, action, owner } as KeyPolicyRequest;
      expect(await policyFor({ role: 'Owner', isAdmin: true }).decide(request)).toMatchObject({ ok: false });
    }
  });

  it('M02 refuses keys, even the owner’s own, and the system', async () => {
    const { decide } = policyFor({ role: 'Owner', isAdmin: true });
    for (const owner of [platform, deployments]) {
      const actors: readonly Actor[] = [
        { kind: 'key', id: '0000000000000000' as never, owner, permissions: [] },
        { kind: 'system', id: 'job' },
      ];
      for (const actor of actors)
        expect(await decide({ actor, action: 'issue', owner })).toMatchObject({ ok: false });
    }
  });

  it('lets a key that has keys:offer see the keys of its owner and offer new ones, and do nothing else', async () => {
    const { decide } = policyFor({ role: undefined });
    for (const owner of [ada, platform, deployments]) {
      const holding = (permissions: readonly string[]): Actor => ({
        ...{ kind: 'key', id: '0000000000000000' as never, owner, permissions },
      });
      const may = holding(['agents:read', 'keys:offer']);
      for (const action of ['get', 'list', 'offer'] as const) {
        expect(await decide({ actor: may, action, owner })).toEqual({ ok: true });
        expect(await decide({ actor: holding(['agents:read']), action, owner })).toMatchObject({
          ok: false,
          message: 'this key does not have the permission keys:offer',
        });
        for (const other of [
          { kind: 'user', id: 'grace' },
          { kind: 'team', id: 'ada' },
          { kind: 'service', id: 'ada' },
        ])
          expect(await decide({ actor: may, action, owner: other })).toMatchObject({ ok: false });
      }
      for (const action of [
        'issue',
        'revoke',
        'rotate',
        'rename',
        'disable',
        'revoke_all',
        'history',
      ] as const)
        expect(await decide({ actor: may, action, owner })).toMatchObject({ ok: false });
      // It may offer a successor, so this says what would be allowed.
      expect(await decide({ actor: may, action: 'renew', owner })).toMatchObject({
        ok: false,
        message: expect.stringContaining('choose an earlier one'),
      });
    }
  });

  it('lets a person’s key that has keys:offer do the same with the keys that its person manages', async () => {
    const agent = { kind: 'key', id: '0000000000000000' as never, owner: ada } as const;
    const may: Actor = { ...agent, permissions: ['keys:offer'] };
    const manager = policyFor({ role: 'Admin', isAdmin: true });
    const member = policyFor({ role: 'Member' });
    for (const owner of [platform, deployments]) {
      for (const action of ['get', 'list', 'offer'] as const) {
        expect(await manager.decide({ actor: may, action, owner })).toEqual({ ok: true });
        expect(await member.decide({ actor: may, action, owner })).toMatchObject({ ok: false });
        expect(
          await manager.decide({ actor: { ...agent, permissions: ['agents:read'] }, action, owner }),
        ).toMatchObject({ ok: false });
      }
      for (const action of ['issue', 'rotate', 'renew', 'revoke', 'disable', 'history'] as const)
        expect(await manager.decide({ actor: may, action, owner })).toMatchObject({ ok: false });
    }
  });

  it('tells a key early that its person could not claim a key for the team on this plan', async () => {
    const { decide } = policyFor({ role: 'Owner', plan: 'free' });
    const actor: Actor = {
      ...{ kind: 'key', id: '0000000000000000' as never, owner: ada, permissions: ['keys:offer'] },
    };
    expect(await decide({ actor, action: 'list', owner: platform })).toEqual({ ok: true });
    expect(await decide({ actor, action: 'offer', owner: platform })).toMatchObject({
      ok: false,
      message: expect.stringContaining('plan'),
    });
  });

  it('lets people enable only keys that they disabled, but all keys of an owner that several of them manage', async () => {
    const { decide } = policyFor({ role: 'Admin', isAdmin: true });
    const enable = (owner: Owner, disabledBy: string) =>
      decide({
        actor: ada,
        action: 'enable',
        owner,
        key: buildKey({ owner, disabledAt: new Date(), disabledBy: { kind: 'user', id: disabledBy } }),
      });
    for (const owner of [platform, deployments]) expect(await enable(owner, 'grace')).toEqual({ ok: true });
    expect(await enable(ada, 'ada')).toEqual({ ok: true });
    expect(await enable(ada, 'grace')).toMatchObject({ ok: false });
  });

  it('lets only the system purge', async () => {
    const { decide } = policyFor({ role: 'Owner' });
    const key = { kind: 'key', id: '0000000000000000' as never, owner: platform, permissions: [] } as const;
    expect(await decide({ actor: { kind: 'system', id: 'job' }, action: 'purge' })).toEqual({ ok: true });
    for (const actor of [ada, key])
      expect(await decide({ actor, action: 'purge' })).toMatchObject({ ok: false });
  });

  it.each(['list_all', 'disable_unused'] as const)(
    'M04 lets only admins %s: no one else who is signed in, no key, not even an admin’s, and not the system',
    async (action) => {
      const everywhere = policyFor({ role: 'Owner', isAdmin: true });
      expect(await everywhere.decide({ actor: ada, action })).toEqual({ ok: true });
      const key = {
        kind: 'key',
        id: '0000000000000000' as never,
        owner: ada,
        permissions: ['keys:offer'],
      } as const;
      for (const actor of [key, { kind: 'system', id: 'job' } as const])
        expect(await everywhere.decide({ actor, action })).toMatchObject({ ok: false });
      expect(await policyFor({ role: 'Owner' }).decide({ actor: ada, action })).toEqual({
        ok: false,
        message: 'only admins of the organisation can do this to the keys of all owners',
      });
    },
  );

  it('lets people manage their own keys only', async () => {
    const { decide } = policyFor({ role: 'Owner' });
    const grace = { kind: 'user', id: 'grace' };
    for (const action of ['issue', 'offer', 'rename', 'disable', 'rotate', 'revoke', 'revoke_all'] as const) {
      expect(await decide({ actor: ada, action, owner: ada })).toEqual({ ok: true });
      expect(await decide({ actor: ada, action, owner: grace })).toMatchObject({ ok: false });
    }
  });
});
