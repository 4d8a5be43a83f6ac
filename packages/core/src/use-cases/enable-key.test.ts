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
  it('makes the key work again, and removes who disabled it and why', async () => {
    const { keys, token, key } = await withDisabledKey();
    expect(await keys.enable(key.id, { actor: ada })).toEqual({ changed: true });
    expect(await keys.get(key.id, { actor: ada })).toEqual(key);
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it('writes one audit entry without a reason, and emits one event', async () => {
    const { keys, key, events } = await withDisabledKey();
    await keys.enable(key.id, { actor: grace });
    const { entries } = await keys.history({ keyId: key.id, actor: ada });
    expect(entries.map(({ action }) => action)).toEqual(['enabled', 'disabled', 'issued']);
    expect(entries[0]).toMatchObject({ actor: grace, reason: null, owner: ada });
    expect(events.filter(({ type }) => type === 'enabled')).toEqual([
      { type: 'enabled', keyId: key.id, owner: ada },
    ]);
  });

  it('reports no change and emits nothing if the key is not disabled', async () => {
    const { keys, issue, events } = service();
    const { key } = await issue();
    expect(await keys.enable(key.id, { actor: ada })).toEqual({ changed: false });
    expect((await keys.history({ keyId: key.id, actor: ada })).entries).toHaveLength(1);
    expect(events.map(({ type }) => type)).toEqual(['issued']);
  });

  it('S04 has one winner and one audit entry if it is called twice concurrently', async () => {
    const { keys, key } = await withDisabledKey();
    const enabled = await Promise.all([
      keys.enable(key.id, { actor: ada }),
      keys.enable(key.id, { actor: grace }),
    ]);
    expect(enabled.map(({ changed }) => changed).sort()).toEqual([false, true]);
    const { entries } = await keys.history({ keyId: key.id, actor: ada });
    expect(entries.filter(({ action }) => action === 'enabled')).toHaveLength(1);
  });

  it('leaves a key expired that expired in the meantime', async () => {
    const { keys, issue, clock } = service();
    const { token, key } = await issue({ expiresAt: new Date(clock.now().getTime() + 1) });
    await keys.disable(key.id, { actor: ada, reason });
    clock.advance(1);
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'disabled' });
    expect(await keys.enable(key.id, { actor: ada })).toEqual({ changed: true });
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'expired' });
  });

  it('does not undo a revocation', async () => {
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

  it('undoes a disabling by the same person', async () => {
    const { keys, token, key } = await withDisabledKey({ policy });
    expect(await keys.enable(key.id, { actor: ada })).toEqual({ changed: true });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it('changes nothing if the key is not disabled, as when it is repeated after a lost answer', async () => {
    const { keys, token, key } = await withDisabledKey({ policy });
    await keys.enable(key.id, { actor: ada });
    expect(await keys.enable(key.id, { actor: ada })).toEqual({ changed: false });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it('is forbidden if another actor disabled the key', async () => {
    const { keys, issue } = service({ policy });
    const { token, key } = await issue();
    await keys.disable(key.id, { actor: job, reason });
    const refused = keys.enable(key.id, { actor: ada });
    await expect(refused).rejects.toMatchObject({ code: 'ERR_FORBIDDEN' });
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'disabled' });
  });

  it('is not made possible by disabling first, because taking over from another actor is forbidden too', async () => {
    const { keys, issue } = service({ policy });
    const { key } = await issue();
    await keys.disable(key.id, { actor: job, reason });
    const disabling = keys.disable(key.id, { actor: ada, reason: 'mine now' });
    await expect(disabling).rejects.toMatchObject({ code: 'ERR_FORBIDDEN' });
    await expect(keys.enable(key.id, { actor: ada })).rejects.toMatchObject({ code: 'ERR_FORBIDDEN' });
  });
});

describe('a key that is disabled again between the decision and the statement', () => {
  const scanner = { kind: 'system', id: 'scanner' } as const;
  type Interruption = (made: ReturnType<typeof service>, keyId: string) => Promise<unknown>;

  const enable: Interruption = ({ keys }, keyId) => keys.enable(keyId, { actor: scanner });

  /** Does something between the decision to enable and its statement. */
  async function enableInterrupted(interrupt: Interruption) {
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
      await interrupt(made, made.key.id);
    };
    const enabling = made.keys.enable(made.key.id, { actor: ada });
    return { ...made, enabled: await enabling.catch((error: unknown) => error) };
  }

  it.each<[string, Interruption]>([
    ['that enabled it before', enable],
    ['that takes it over in the same millisecond', async () => undefined],
  ])(
    'stays disabled if it was by another actor %s, because the policy is asked again and refuses',
    async (_how, before) => {
      const { keys, token, key, enabled } = await enableInterrupted(async (made, keyId) => {
        await before(made, keyId);
        await made.keys.disable(keyId, { actor: scanner, reason: 'again' });
      });
      expect(enabled).toMatchObject({ code: 'ERR_FORBIDDEN' });
      expect(await keys.verify(token)).toEqual({ ok: false, reason: 'disabled' });
      expect(await keys.get(key.id, { actor: ada })).toMatchObject({ disabledBy: scanner, reason: 'again' });
    },
  );

  it('is enabled if it was by the same actor, because the policy is asked again and allows it', async () => {
    const { keys, token, enabled } = await enableInterrupted(async (made, keyId) => {
      await enable(made, keyId);
      made.clock.advance(1);
      await made.keys.disable(keyId, { actor: ada, reason: 'again' });
    });
    expect(enabled).toEqual({ changed: true });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it('has nothing to change if another actor only enabled it', async () => {
    const { keys, token, enabled } = await enableInterrupted(enable);
    expect(enabled).toEqual({ changed: false });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });
});
