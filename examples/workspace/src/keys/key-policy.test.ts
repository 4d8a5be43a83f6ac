import type { Actor, KeyAction } from '@postern/core';
import { describe, expect, it } from 'vitest';
import type { OrganisationStore } from '../people/organisation.js';
import type { Plan } from '../people/plan.js';
import type { TeamRole } from '../people/teams.js';
import { workspaceKeyPolicy } from './key-policy.js';

const ada = { kind: 'user', id: 'ada' } as const;
const platform = { kind: 'team', id: 'platform' } as const;

function policyFor({ role, plan = 'business' }: { role: TeamRole | undefined; plan?: Plan }) {
  const organisation: OrganisationStore = {
    get: async () => ({ id: 'organisation', name: 'Example', plan }),
    setPlan: () => Promise.reject(new Error('a policy changes nothing')),
  };
  return workspaceKeyPolicy({ roleOf: async () => role, ofPerson: async () => [] }, organisation);
}

describe('the key policy of the workspace', () => {
  it.each([
    ['Owner', true],
    ['Admin', true],
    ['Member', false],
    [undefined, false],
  ] as const)('a team’s %s may manage its keys: %s', async (role, ok) => {
    for (const action of ['issue', 'get', 'list', 'history', 'revoke'] as const) {
      expect(await policyFor({ role }).decide({ actor: ada, action, owner: platform })).toMatchObject({ ok });
    }
  });

  it('a plan without team keys ends issuing them, and nothing else', async () => {
    const { decide } = policyFor({ role: 'Owner', plan: 'team' });
    expect(await decide({ actor: ada, action: 'issue', owner: platform })).toMatchObject({ ok: false });
    expect(await decide({ actor: ada, action: 'list', owner: platform })).toEqual({ ok: true });
    expect(await decide({ actor: ada, action: 'revoke', owner: platform })).toEqual({ ok: true });
  });

  it('refuses actions that it does not know', async () => {
    const action = 'rename' as KeyAction;
    for (const owner of [platform, ada]) {
      expect(await policyFor({ role: 'Owner' }).decide({ actor: ada, action, owner })).toMatchObject({
        ok: false,
      });
    }
  });

  it('M02 refuses keys, also the team’s own, and the system', async () => {
    const actors: readonly Actor[] = [
      { kind: 'key', id: '0000000000000000' as never, owner: platform, permissions: [] },
      { kind: 'system', id: 'job' },
    ];
    for (const actor of actors) {
      const decision = await policyFor({ role: 'Owner' }).decide({ actor, action: 'issue', owner: platform });
      expect(decision).toMatchObject({ ok: false });
    }
  });

  it('leaves people to themselves', async () => {
    const { decide } = policyFor({ role: 'Owner' });
    expect(await decide({ actor: ada, action: 'issue', owner: ada })).toEqual({ ok: true });
    const grace = { kind: 'user', id: 'grace' };
    expect(await decide({ actor: ada, action: 'issue', owner: grace })).toMatchObject({ ok: false });
  });
});
