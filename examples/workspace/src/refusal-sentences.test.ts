import type { KeyAction, KeyPolicyRequest } from '@postern/core';
import { buildKey } from '@postern/core/testing';
import { describe, expect, it } from 'vitest';
import { signIn } from '../test-support/client.js';
import { startTestWorkspace } from '../test-support/test-workspace.js';
import { visit } from '../test-support/visit.js';
import { workspaceKeyPolicy } from './keys/key-policy.js';
import { type Plan, plans } from './people/organisation.js';
import type { TeamRole } from './people/teams.js';
import { deRefusals, enRefusals, refusalText } from './texts/areas/refusals.js';

const ada = { kind: 'user', id: 'ada' } as const;
const grace = { kind: 'user', id: 'grace' } as const;
const team = { kind: 'team', id: 'platform' } as const;
const service = { kind: 'service', id: 'deployments' } as const;
const disabledByGrace = buildKey({ owner: ada, disabledAt: new Date(), disabledBy: grace });

/** The message of the policy's refusal. */
async function refusalOf(
  request: KeyPolicyRequest,
  { role, plan = 'business' }: { readonly role?: TeamRole | undefined; readonly plan?: Plan } = {},
): Promise<string> {
  const policy = workspaceKeyPolicy({
    people: { isAdmin: async () => false },
    teams: { findRole: async () => role },
    serviceAccounts: { isManagedBy: async () => false },
    organisation: { get: async () => ({ id: 'o', name: 'Example', plan }) },
  });
  const decision = await policy.decide(request);
  if (decision.ok) throw new Error('the policy refuses nothing here');
  return decision.message;
}

describe('every refusal of the policy has a sentence for people', () => {
  const refused: readonly (readonly [string, KeyPolicyRequest, TeamRole | undefined])[] = [
    ['keys of a team that they are not in', { actor: ada, action: 'list', owner: team }, undefined],
    ['keys of a team that they do not manage', { actor: ada, action: 'list', owner: team }, 'Member'],
    ['keys of service accounts', { actor: ada, action: 'list', owner: service }, undefined],
    ['the keys of all owners', { actor: ada, action: 'list_all' }, undefined],
    ['keys of someone else', { actor: ada, action: 'list', owner: grace }, undefined],
    [
      'enabling what someone else disabled',
      { actor: ada, action: 'enable', owner: ada, key: disabledByGrace },
      undefined,
    ],
    [
      'disabling what someone else disabled',
      { actor: ada, action: 'disable', owner: ada, key: disabledByGrace },
      undefined,
    ],
    [
      'anything for the system',
      { actor: { kind: 'system', id: 'job' }, action: 'list', owner: ada },
      undefined,
    ],
  ];

  it.each(refused)('%s', async (_what, request, role) => {
    const message = await refusalOf(request, { role });
    for (const texts of [enRefusals, deRefusals]) {
      const sentence = refusalText(texts, message);
      expect(sentence).not.toBe(texts.otherwise);
      expect(sentence).toMatch(/^[A-Z].*\.$/);
    }
  });

  it.each(plans.filter((plan) => plan === 'free' || plan === 'team'))(
    'team keys on the plan %s',
    async (plan) => {
      const message = await refusalOf({ actor: ada, action: 'issue', owner: team }, { role: 'Owner', plan });
      expect(refusalText(enRefusals, message)).toContain(
        plan === 'free' ? 'on the Free plan.' : 'on the Team plan.',
      );
      expect(refusalText(deRefusals, message)).toContain('den Tarif');
    },
  );

  it('even one that no one thought of', async () => {
    const message = await refusalOf({
      actor: ada,
      action: 'transfer' as KeyAction,
      owner: team,
    } as KeyPolicyRequest);
    expect(refusalText(enRefusals, message)).toBe('You aren’t allowed to do this.');
    expect(refusalText(deRefusals, message)).toBe('Dazu sind Sie nicht berechtigt.');
  });
});

describe('what people read on a page', () => {
  it.each([
    [
      'en',
      'You don’t have access',
      'Only Owners and Admins of the team can manage its keys. Ask one of them.',
    ],
    ['de', 'Kein Zugriff', 'Nur Owner und Admins des Teams können seine Schlüssel verwalten.'],
  ])('is in their language (%s), while the API stays English', async (language, title, sentence) => {
    const { url } = await startTestWorkspace();
    const session = await signIn(url, 'grace');
    const page = await visit(`${url}/settings/teams/platform/keys`, { session, language });
    expect([page.status, page.title]).toEqual([403, `${title} · Workspace`]);
    expect(page.text).toContain(sentence);
    const headers = { 'Accept-Language': language };
    const answer = await session.call('/api/teams/platform/keys', { headers });
    expect(answer.body.detail).toBe('only Owners and Admins of the team can manage its keys');
  });

  it.each([
    ['en', 'Your organisation is on the Free plan.'],
    ['de', 'Ihre Organisation nutzt den Tarif Free.'],
  ])('says why a team gets no keys (%s)', async (language, sentence) => {
    const { url } = await startTestWorkspace({ plan: 'free' });
    const session = await signIn(url, 'ada');
    const page = await visit(`${url}/settings/teams/platform/keys`, { session, language });
    expect(page.text).toContain(sentence);
    const form = { name: 'n' };
    const refused = await visit(`${url}/settings/teams/platform/keys`, { session, language, form });
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining(sentence)]);
  });

  it('has a sentence about each permission', async () => {
    const { url } = await startTestWorkspace();
    const session = await signIn(url, 'ada');
    await session.issueKey({ name: 'n', scopes: ['models:use'] });
    const page = await visit(`${url}/settings/user/keys`, { session, language: 'de' });
    expect(page.html).toContain('Nachrichten an Modelle senden');
  });
});
