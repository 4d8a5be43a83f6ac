import { describe, expect, it } from 'vitest';
import { ada, allowAll, grace, service } from '../../test-support/service.js';
import { selfService } from '../policy/self-service.js';
import type { KeyPolicy } from '../ports/key-policy.js';

const reason = 'seen in a log';

async function withDisabledKey(given: Parameters<typeof service>[0] = {}) {
  const made = service(given);
  const { token, key } = await made.issue();
  await made.keys.disable(key.id, { actor: ada, reason });
  return { ...made, token, key };
}

describe('enable', () => {
  it('lets the key do again what it did, and takes the disabling back, with who and why', async () => {
    const { keys, token, key } = await withDisabledKey();
    expect(await keys.enable(key.id, { actor: ada })).toEqual({ changed: true });
    expect(await keys.get(key.id, { actor: ada })).toEqual(key);
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it('writes one audit entry without a reason, and tells of it once', async () => {
    const { keys, key, events } = await withDisabledKey();
    await keys.enable(key.id, { actor: grace });
    const { entries } = await keys.history({ keyId: key.id, actor: ada });
    expect(entries.map(({ action }) => action)).toEqual(['enabled', 'disabled', 'issued']);
    expect(entries[0]).toMatchObject({ actor: grace, reason: null, owner: ada });
    expect(events.filter(({ type }) => type === 'enabled')).toEqual([
      { type: 'enabled', keyId: key.id, owner: ada },
    ]);
  });

  it('says that it changed nothing where the key is not disabled, and tells of nothing', async () => {
    const { keys, issue, events } = service();
    const { key } = await issue();
    expect(await keys.enable(key.id, { actor: ada })).toEqual({ changed: false });
    expect((await keys.history({ keyId: key.id, actor: ada })).entries).toHaveLength(1);
    expect(events.map(({ type }) => type)).toEqual(['issued']);
  });

  it('S04 twice at once: one wins, and there is one audit entry', async () => {
    const { keys, key } = await withDisabledKey();
    const enabled = await Promise.all([
      keys.enable(key.id, { actor: ada }),
      keys.enable(key.id, { actor: grace }),
    ]);
    expect(enabled.map(({ changed }) => changed).sort()).toEqual([false, true]);
    const { entries } = await keys.history({ keyId: key.id, actor: ada });
    expect(entries.filter(({ action }) => action === 'enabled')).toHaveLength(1);
  });

  it('leaves a key that expired meanwhile expired', async () => {
    const { keys, issue, clock } = service();
    const { token, key } = await issue({ expiresAt: new Date(clock.now().getTime() + 1) });
    await keys.disable(key.id, { actor: ada, reason });
    clock.advance(1);
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'disabled' });
    expect(await keys.enable(key.id, { actor: ada })).toEqual({ changed: true });
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'expired' });
  });

  it('takes no revocation back', async () => {
    const { keys, token, key } = await withDisabledKey();
    await keys.revoke(key.id, { actor: ada, reason: 'left' });
    expect(await keys.enable(key.id, { actor: ada })).toEqual({ changed: false });
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'revoked' });
    expect((await keys.get(key.id, { actor: ada })).reason).toBe('left');
  });
});

describe('enable under selfService', () => {
  /** People manage their own keys; a job of the service may do everything. */
  const policy: KeyPolicy = {
    decide: (request) => (request.actor.kind === 'system' ? { ok: true } : selfService().decide(request)),
  };
  const job = { kind: 'system', id: 'scanner' } as const;

  it('takes back what the same person disabled', async () => {
    const { keys, token, key } = await withDisabledKey({ policy });
    expect(await keys.enable(key.id, { actor: ada })).toEqual({ changed: true });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it('changes nothing where nobody disabled it, as after an answer that was lost', async () => {
    const { keys, token, key } = await withDisabledKey({ policy });
    await keys.enable(key.id, { actor: ada });
    expect(await keys.enable(key.id, { actor: ada })).toEqual({ changed: false });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it('is forbidden for what another actor disabled', async () => {
    const { keys, issue } = service({ policy });
    const { token, key } = await issue();
    await keys.disable(key.id, { actor: job, reason });
    const refused = keys.enable(key.id, { actor: ada });
    await expect(refused).rejects.toMatchObject({ code: 'ERR_FORBIDDEN' });
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'disabled' });
  });

  it('can not be had by disabling first: nobody takes over what another actor disabled', async () => {
    const { keys, issue } = service({ policy });
    const { key } = await issue();
    await keys.disable(key.id, { actor: job, reason });
    const disabling = keys.disable(key.id, { actor: ada, reason: 'mine now' });
    await expect(disabling).rejects.toMatchObject({ code: 'ERR_FORBIDDEN' });
    await expect(keys.enable(key.id, { actor: ada })).rejects.toMatchObject({ code: 'ERR_FORBIDDEN' });
  });
});

describe('a key that is disabled anew between the decision and the statement', () => {
  const scanner = { kind: 'system', id: 'scanner' } as const;
  type Meanwhile = (made: ReturnType<typeof service>, keyId: string) => Promise<unknown>;

  const enable: Meanwhile = ({ keys }, keyId) => keys.enable(keyId, { actor: scanner });

  /** Does something between the decision to enable and its statement. */
  async function enablingWhile(meanwhile: Meanwhile) {
    let act: () => Promise<unknown> = async () => undefined;
    const policy: KeyPolicy = {
      async decide(request) {
        const decided = selfService().decide(request);
        if (request.action === 'enable') await act();
        return request.actor.kind === 'system' ? allowAll.decide(request) : decided;
      },
    };
    const made = await withDisabledKey({ policy });
    act = async () => {
      act = async () => undefined;
      await meanwhile(made, made.key.id);
    };
    const enabling = made.keys.enable(made.key.id, { actor: ada });
    return { ...made, enabled: await enabling.catch((error: unknown) => error) };
  }

  it.each<[string, Meanwhile]>([
    ['who enabled it before', enable],
    ['who takes it over in the same millisecond', async () => undefined],
  ])(
    'by another actor, %s: stays disabled, since the policy is asked again and refuses',
    async (_how, before) => {
      const { keys, token, key, enabled } = await enablingWhile(async (made, keyId) => {
        await before(made, keyId);
        await made.keys.disable(keyId, { actor: scanner, reason: 'again' });
      });
      expect(enabled).toMatchObject({ code: 'ERR_FORBIDDEN' });
      expect(await keys.verify(token)).toEqual({ ok: false, reason: 'disabled' });
      expect(await keys.get(key.id, { actor: ada })).toMatchObject({ disabledBy: scanner, reason: 'again' });
    },
  );

  it('by the same actor: is enabled, since the policy is asked again and allows it', async () => {
    const { keys, token, enabled } = await enablingWhile(async (made, keyId) => {
      await enable(made, keyId);
      made.clock.advance(1);
      await made.keys.disable(keyId, { actor: ada, reason: 'again' });
    });
    expect(enabled).toEqual({ changed: true });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it('and was only enabled by another: there is nothing to change', async () => {
    const { keys, token, enabled } = await enablingWhile(enable);
    expect(enabled).toEqual({ changed: false });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });
});
