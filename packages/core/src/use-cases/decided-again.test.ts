import { describe, expect, it } from 'vitest';
import { type Deferred, deferred } from '../../test-support/deferred.js';
import { ada, allowAll, grace, platform, service } from '../../test-support/service.js';
import { turns } from '../../test-support/turns.js';
import type { ApiKeys } from '../api-keys.js';
import type { KeyPolicy } from '../ports/key-policy.js';
import type { KeyRepository } from '../ports/key-repository.js';
import { insecureHasher, memoryKeyRepository } from '../testing/index.js';

type Keys = ApiKeys<'user' | 'team', 'agents:read' | 'agents:write' | 'models:use'>;

/** A service whose next hash runs until the test ends it, and whose policy the test can change in the meantime. */
async function prepared() {
  const inner = insecureHasher();
  let held: Deferred<void> | undefined;
  const hash: typeof inner.hash = async (token) => {
    await held?.promise;
    return inner.hash(token);
  };
  const policy: { decide: KeyPolicy['decide'] } = { ...allowAll };
  const made = service({ hasher: { ...inner, hash }, policy });
  const { key } = await made.issue({ owner: platform, actor: ada, scopes: ['agents:read'] });
  const offer = await made.keys.offer({ owner: platform, actor: grace, name: 'CI', scopes: ['agents:read'] });
  const offered = await made.keys.offerRotation(key.id, { actor: grace });
  held = deferred();
  const release = () => held?.resolve();
  return { ...made, policy, release, ids: { key: key.id, offer: offer.id, rotation: offered.id } };
}

type Ids = Awaited<ReturnType<typeof prepared>>['ids'];

/** Calls by grace that wait for a hash before they hand out a token of the team. */
const verbs: readonly (readonly [string, (keys: Keys, ids: Ids) => Promise<unknown>])[] = [
  ['issue', (keys) => keys.issue({ owner: platform, actor: grace, name: 'late', scopes: ['agents:read'] })],
  ['rotate', (keys, { key }) => keys.rotate(key, { actor: grace })],
  ['claim', (keys, { offer }) => keys.claim(offer, { actor: grace })],
  ['claim of a rotation', (keys, { rotation }) => keys.claim(rotation, { actor: grace })],
];

it('S10 an idempotent issue creates no key if the policy changes its mind while uses are written', async () => {
  const memory = memoryKeyRepository();
  const writing = deferred<void>();
  const policy: { decide: KeyPolicy['decide'] } = { ...allowAll };
  const recordUses: KeyRepository['recordUses'] = async (uses) => {
    await writing.promise;
    return memory.recordUses(uses);
  };
  const made = service({ repository: { ...memory, recordUses }, policy });
  const { token } = await made.issue();
  await made.keys.verify(token);
  const request = { owner: platform, actor: grace, scopes: ['agents:read'] as const, idempotencyKey: 'x' };
  const started = made.issue(request);
  started.catch(() => undefined);
  await turns();
  policy.decide = () => ({ ok: false, message: 'no longer an admin' });
  writing.resolve();
  await expect(started).rejects.toMatchObject({ code: 'ERR_FORBIDDEN' });
  policy.decide = allowAll.decide;
  expect((await made.keys.list({ owner: platform, actor: ada })).keys).toEqual([]);
});

describe.each(verbs)('S10 while %s waits for its hash', (_verb, start) => {
  it.each<readonly [string, string, (made: Awaited<ReturnType<typeof prepared>>) => void]>([
    [
      'the policy changes its mind',
      'ERR_FORBIDDEN',
      ({ policy }) => {
        policy.decide = () => ({ ok: false, message: 'no longer an admin' });
      },
    ],
    [
      'the owner becomes inactive',
      'ERR_OWNER_INACTIVE',
      ({ host }) => void host.set('team.platform', { active: false, permissions: ['agents:read'] }),
    ],
    ['the actor is deleted', 'ERR_FORBIDDEN', ({ host }) => void host.delete('user.grace')],
    [
      'the actor loses a permission',
      'ERR_SCOPES_NOT_GRANTED',
      ({ host }) => void host.set('user.grace', { active: true, permissions: [] }),
    ],
  ])('S10 no key is created if %s', async (_what, code, change) => {
    const made = await prepared();
    const before = await made.keys.list({ owner: platform, actor: ada, state: 'all' });
    const started = start(made.keys, made.ids);
    started.catch(() => undefined);
    await turns();
    change(made);
    made.release();
    await expect(started).rejects.toMatchObject({ code });
    made.policy.decide = allowAll.decide;
    expect(await made.keys.list({ owner: platform, actor: ada, state: 'all' })).toEqual(before);
  });
});
