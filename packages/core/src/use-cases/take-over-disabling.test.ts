import { describe, expect, it } from 'vitest';
import { ada, grace, service } from '../../test-support/service.js';
import type { Actor } from '../model/actor.js';
import { selfService } from '../policy/self-service.js';
import type { KeyPolicy } from '../ports/key-policy.js';

const scanner = { kind: 'system', id: 'scanner' } as const;
const byAda = { actor: ada, reason: 'not in use' };
const byScanner = { actor: scanner, reason: 'seen in a log' };

/** People manage their own keys; a job of the service may do everything. */
const policy: KeyPolicy = {
  decide: (request) => (request.actor.kind === 'system' ? { ok: true } : selfService().decide(request)),
};

async function whoDidWhat({ keys }: ReturnType<typeof service>, keyId: string) {
  const { entries } = await keys.history({ keyId, actor: scanner });
  return entries.map(({ action, actor }) => `${action} by ${actor.id}`);
}

describe('disable of a key that another actor disabled', () => {
  it('takes it over: who, when and why are replaced, with an audit entry and an event', async () => {
    const made = service();
    const { keys, issue, clock, events } = made;
    const { key } = await issue();
    await keys.disable(key.id, byAda);
    clock.advance(1);
    expect(await keys.disable(key.id, byScanner)).toEqual({ changed: true });
    const taken = { disabledAt: clock.now(), disabledBy: scanner, reason: 'seen in a log' };
    expect(await keys.get(key.id, { actor: ada })).toEqual({ ...key, ...taken });
    expect(await whoDidWhat(made, key.id)).toEqual([
      'disabled by scanner',
      'disabled by ada',
      'issued by ada',
    ]);
    expect(events.map(({ type }) => type)).toEqual(['issued', 'disabled', 'disabled']);
  });

  it('leaves the owner unable to enable it or take it over under selfService', async () => {
    const { keys, issue } = service({ policy });
    const { token, key } = await issue();
    await keys.disable(key.id, byAda);
    await keys.disable(key.id, byScanner);
    for (const attempt of [keys.disable(key.id, byAda), keys.enable(key.id, { actor: ada })])
      await expect(attempt).rejects.toMatchObject({ code: 'ERR_FORBIDDEN' });
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'disabled' });
  });

  it.each<[string, Actor]>([
    ['ID', { kind: 'user', id: 'Ada' }],
    ['kind', { kind: 'system', id: 'ada' }],
  ])('distinguishes actors by their %s', async (_what, actor) => {
    const { keys, issue } = service();
    const { key } = await issue();
    await keys.disable(key.id, byAda);
    expect(await keys.disable(key.id, { actor, reason: 'seen' })).toEqual({ changed: true });
  });

  it('S04 succeeds for two concurrent actors, one after the other, and the record shows the last one', async () => {
    const made = service();
    const { keys, issue } = made;
    const { key } = await issue();
    await keys.disable(key.id, byAda);
    const both = [keys.disable(key.id, byScanner), keys.disable(key.id, { actor: grace, reason: 'mine' })];
    expect(await Promise.all(both)).toEqual([{ changed: true }, { changed: true }]);
    const { disabledBy } = await keys.get(key.id, { actor: ada });
    expect((await whoDidWhat(made, key.id))[0]).toBe(`disabled by ${disabledBy?.id}`);
  });
});

describe('a key that is changed between the decision to disable it and the statement', () => {
  type Interruption = (made: ReturnType<typeof service>, keyId: string, attempt: number) => Promise<unknown>;

  /** Does something each time an actor was permitted to disable the key, before it does. */
  async function disableInterrupted(by: typeof byAda | typeof byScanner, interrupt: Interruption) {
    let attempts = 0;
    const made = service({
      policy: {
        async decide(request) {
          const decision = await policy.decide(request);
          if (request.action === 'disable' && request.actor.id === by.actor.id)
            await interrupt(made, key.id, ++attempts);
          return decision;
        },
      },
    });
    const { token, key } = await made.issue();
    const disabled = made.keys.disable(key.id, by).catch((error: unknown) => error);
    return { ...made, token, key, disabled: await disabled, attempts };
  }

  const once =
    (act: (made: ReturnType<typeof service>, keyId: string) => Promise<unknown>): Interruption =>
    async (made, keyId, attempt) =>
      attempt === 1 && act(made, keyId);

  it('is taken over if its owner disabled it, and the call reports that it is disabled', async () => {
    const made = await disableInterrupted(
      byScanner,
      once(({ keys }, keyId) => keys.disable(keyId, byAda)),
    );
    expect(made.disabled).toEqual({ changed: true });
    expect(await whoDidWhat(made, made.key.id)).toEqual([
      'disabled by scanner',
      'disabled by ada',
      'issued by ada',
    ]);
  });

  it('is still disabled if its owner enabled it', async () => {
    const { keys, key, token, disabled } = await disableInterrupted(
      byScanner,
      async (made, keyId, attempt) => {
        if (attempt === 1) await made.keys.disable(keyId, byAda);
        if (attempt === 2) await made.keys.enable(keyId, { actor: ada });
      },
    );
    expect(disabled).toEqual({ changed: true });
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'disabled' });
    expect(await keys.get(key.id, { actor: ada })).toMatchObject({ disabledBy: scanner });
  });

  it('is not taken over by its owner if another actor disabled it: the policy is asked again, and refuses', async () => {
    const { keys, key, disabled, events } = await disableInterrupted(
      byAda,
      once(({ keys }, keyId) => keys.disable(keyId, byScanner)),
    );
    expect(disabled).toMatchObject({ code: 'ERR_FORBIDDEN' });
    expect(await keys.get(key.id, { actor: ada })).toMatchObject({ disabledBy: scanner });
    expect(events.map(({ type }) => type)).toEqual(['issued', 'disabled']);
  });

  it('needs no disabling if another actor revoked it, and the call reports no change', async () => {
    const { disabled, attempts } = await disableInterrupted(
      byScanner,
      once(({ keys }, keyId) => keys.revoke(keyId, { actor: ada })),
    );
    expect({ disabled, attempts }).toEqual({ disabled: { changed: false }, attempts: 2 });
  });

  it('is a fault after five attempts if it keeps changing, so that no one assumes it is disabled', async () => {
    const { disabled, attempts } = await disableInterrupted(byScanner, async ({ keys }, keyId, attempt) =>
      attempt % 2 === 1 ? keys.disable(keyId, byAda) : keys.enable(keyId, { actor: ada }),
    );
    const code = 'ERR_REPOSITORY_UNAVAILABLE';
    expect(disabled).toMatchObject({ code, message: expect.stringContaining('in 5 attempts') });
    expect(attempts).toBe(5);
  });
});
