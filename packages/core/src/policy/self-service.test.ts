import { describe, expect, it } from 'vitest';
import type { Actor } from '../model/actor.js';
import type { KeyAction, KeyPolicyRequest } from '../ports/key-policy.js';
import { buildKey, buildPrincipal } from '../testing/index.js';
import { selfService } from './self-service.js';

const ada = { kind: 'user', id: 'ada' } as const;
const actions = [
  'issue',
  'get',
  'list',
  'history',
  'rename',
  'disable',
  'enable',
  'rotate',
  'revoke',
  'revoke_all',
] as const satisfies readonly KeyAction[];
const { keyId, owner, permissions } = buildPrincipal({ permissions: ['agents:read'] });

describe.each(actions)('under selfService, %s', (action) => {
  it('is allowed to people for their own keys', async () => {
    const key = buildKey({ disabledBy: ada });
    expect(await selfService().decide({ actor: ada, action, owner: ada, key })).toEqual({ ok: true });
  });

  const ownOnly = 'you can only manage your own keys';
  const peopleOnly = 'only a signed-in person can manage keys';
  it.each<[string, Actor, string]>([
    ['another person', { kind: 'user', id: 'grace' }, ownOnly],
    ['the system', { kind: 'system', id: 'ada' }, peopleOnly],
    ["M02 one of the person's own keys", { kind: 'key', id: keyId, owner, permissions }, peopleOnly],
  ])('is refused to %s, with a message that says why', async (_who, actor, message) => {
    expect(await selfService().decide({ actor, action, owner: ada })).toEqual({ ok: false, message });
  });

  it('is refused without an owner', async () => {
    const question = { actor: ada, action } as unknown as KeyPolicyRequest;
    expect(await selfService().decide(question)).toMatchObject({ ok: false });
  });

  it('M04 is refused for keys of a team, whatever its ID', async () => {
    const decision = await selfService().decide({ actor: ada, action, owner: { kind: 'team', id: 'ada' } });
    expect(decision).toMatchObject({ ok: false });
  });
});

it('selfService refuses actions that it does not know', async () => {
  const action = 'transfer' as 'issue';
  const decision = await selfService().decide({ actor: ada, action, owner: ada });
  expect(decision).toMatchObject({ ok: false, message: expect.stringContaining('transfer') });
});

it.each<[string, Actor]>([
  ['another person', { kind: 'user', id: 'grace' }],
  ['the system', { kind: 'system', id: 'ada' }],
])('selfService does not let people enable what %s disabled', async (_who, disabledBy) => {
  const key = buildKey({ disabledBy });
  const decision = await selfService().decide({ actor: ada, action: 'enable', owner: ada, key });
  expect(decision).toMatchObject({ ok: false, message: expect.stringContaining('another actor') });
});

it.each<[string, Actor]>([
  ['another person', { kind: 'user', id: 'grace' }],
  ['the system', { kind: 'system', id: 'ada' }],
])('selfService does not let people take over what %s disabled', async (_who, disabledBy) => {
  const key = buildKey({ disabledBy });
  const decision = await selfService().decide({ actor: ada, action: 'disable', owner: ada, key });
  expect(decision).toMatchObject({ ok: false, message: expect.stringContaining('another actor') });
});

it('selfService lets people disable their own key, and enable it if no one disabled it', async () => {
  const key = buildKey();
  for (const action of ['disable', 'enable'] as const)
    expect(await selfService().decide({ actor: ada, action, owner: ada, key })).toEqual({ ok: true });
});

it('selfService refuses to enable a key if it does not get the key', async () => {
  const decision = await selfService().decide({ actor: ada, action: 'enable', owner: ada });
  expect(decision).toMatchObject({ ok: false, message: expect.stringContaining('another actor') });
});

it.each(['purge', 'list_all', 'disable_unused'] as const)(
  'selfService lets no one %s, because that concerns the keys of all owners',
  async (action) => {
    for (const actor of [ada, { kind: 'system', id: 'job' } as const])
      expect(await selfService().decide({ actor, action })).toMatchObject({ ok: false });
  },
);
