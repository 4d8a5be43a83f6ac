import { describe, expect, it } from 'vitest';
import { ada, grace, service } from '../../test-support/service.js';

describe('disable', () => {
  it('stops a key, reports the change, and stores who and why with the record', async () => {
    const { keys, issue, clock } = service();
    const { token, key } = await issue();
    await keys.verify(token);
    expect(await keys.disable(key.id, { actor: grace, reason: 'seen in a log' })).toEqual({ changed: true });
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'disabled' });
    expect(await keys.get(key.id, { actor: ada })).toEqual({
      ...key,
      disabledAt: clock.now(),
      disabledBy: grace,
      reason: 'seen in a log',
      lastUsedAt: clock.now(),
    });
  });

  it('writes one audit entry with the reason, and emits one event', async () => {
    const { keys, issue, events, clock } = service();
    const { key } = await issue();
    await keys.disable(key.id, { actor: grace, reason: 'seen in a log' });
    const { entries } = await keys.history({ keyId: key.id, actor: ada });
    const subject = { keyId: key.id, owner: ada };
    expect(entries).toMatchObject([
      { ...subject, action: 'disabled', actor: grace, at: clock.now(), reason: 'seen in a log' },
      { ...subject, action: 'issued' },
    ]);
    expect(events.slice(1)).toEqual([{ type: 'disabled', ...subject }]);
  });

  it('reports no change if the same actor had already disabled the key, and leaves what was written', async () => {
    const { keys, issue, clock, events } = service();
    const { key } = await issue();
    await keys.disable(key.id, { actor: grace, reason: 'first' });
    const before = await keys.get(key.id, { actor: ada });
    clock.advance(1);
    expect(await keys.disable(key.id, { actor: grace, reason: 'second' })).toEqual({ changed: false });
    expect(await keys.get(key.id, { actor: ada })).toEqual(before);
    expect((await keys.history({ keyId: key.id, actor: ada })).entries).toHaveLength(2);
    expect(events.map(({ type }) => type)).toEqual(['issued', 'disabled']);
  });

  it('S04 has one winner and one audit entry if it is called twice concurrently by one actor', async () => {
    const { keys, issue } = service();
    const { key } = await issue();
    const disabled = await Promise.all([
      keys.disable(key.id, { actor: ada, reason: 'one' }),
      keys.disable(key.id, { actor: ada, reason: 'other' }),
    ]);
    expect(disabled.map(({ changed }) => changed).sort()).toEqual([false, true]);
    const { entries } = await keys.history({ keyId: key.id, actor: ada });
    expect(entries.map(({ action }) => action)).toEqual(['disabled', 'issued']);
  });

  it('stores a key that acts by its ID, without its permissions', async () => {
    const { keys, issue } = service();
    const { key } = await issue();
    const actor = { kind: 'key', id: key.id, owner: ada, permissions: ['agents:read'] } as const;
    await keys.disable(key.id, { actor, reason: 'done with it' });
    const record = await keys.get(key.id, { actor: ada });
    expect(record.disabledBy).toEqual({ kind: 'key', id: key.id });
  });

  it.each([
    ['no reason', undefined],
    ['null', null],
    ['an empty reason', ''],
    ['a blank reason', '  '],
    ['a reason of 501 characters', 'a'.repeat(501)],
    ['a reason with a line break', 'one\ntwo'],
    ['a reason that is not a string', 42],
  ])('refuses %s, and changes nothing', async (_which, reason) => {
    const { keys, issue } = service();
    const { token, key } = await issue();
    const refused = keys.disable(key.id, { actor: ada, reason: reason as string });
    await expect(refused).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it('accepts a reason of 500 characters', async () => {
    const { keys, issue } = service();
    const { key } = await issue();
    const reason = 'a'.repeat(500);
    expect(await keys.disable(key.id, { actor: ada, reason })).toEqual({ changed: true });
    expect((await keys.get(key.id, { actor: ada })).reason).toBe(reason);
  });
});
