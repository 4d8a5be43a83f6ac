import { describe, expect, it } from 'vitest';
import { ada, grace, service } from '../../test-support/service.js';

describe('rename', () => {
  it('changes the name of a key, reports the change, and changes nothing else', async () => {
    const { keys, issue } = service();
    const { token, key } = await issue();
    expect(await keys.rename(key.id, { actor: grace, name: 'Nightly build' })).toEqual({ changed: true });
    expect(await keys.get(key.id, { actor: ada })).toEqual({ ...key, name: 'Nightly build' });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it('writes one audit entry, and emits one event', async () => {
    const { keys, issue, events } = service();
    const { key } = await issue();
    await keys.rename(key.id, { actor: grace, name: 'Nightly build' });
    const { entries } = await keys.history({ keyId: key.id, actor: ada });
    const subject = { keyId: key.id, owner: ada };
    expect(entries).toMatchObject([
      { ...subject, action: 'renamed', actor: grace, reason: null },
      { ...subject, action: 'issued' },
    ]);
    expect(events.slice(1)).toEqual([{ type: 'renamed', ...subject }]);
  });

  it('M06 parses the name as issue does: trimmed and normalised', async () => {
    const { keys, issue } = service();
    const { key } = await issue();
    await keys.rename(key.id, { actor: ada, name: ' Cafe\u0301 ' });
    expect((await keys.get(key.id, { actor: ada })).name).toBe('Caf\u00e9');
  });

  it('changes and emits nothing if the key already has that name', async () => {
    const { keys, issue, events } = service();
    const { key } = await issue({ name: 'Caf\u00e9' });
    expect(await keys.rename(key.id, { actor: ada, name: ' Cafe\u0301' })).toEqual({ changed: false });
    expect((await keys.history({ keyId: key.id, actor: ada })).entries).toHaveLength(1);
    expect(events.map(({ type }) => type)).toEqual(['issued']);
  });

  it('leaves the name of a revoked key', async () => {
    const { keys, issue } = service();
    const { key } = await issue();
    await keys.revoke(key.id, { actor: ada });
    expect(await keys.rename(key.id, { actor: ada, name: 'other' })).toEqual({ changed: false });
    expect((await keys.get(key.id, { actor: ada })).name).toBe('CI Pipeline');
  });

  it('S04 has one winner and one audit entry if it is called twice concurrently with the same name', async () => {
    const { keys, issue } = service();
    const { key } = await issue();
    const rename = () => keys.rename(key.id, { actor: ada, name: 'other' });
    const renamed = await Promise.all([rename(), rename()]);
    expect(renamed.map(({ changed }) => changed).sort()).toEqual([false, true]);
    expect((await keys.history({ keyId: key.id, actor: ada })).entries).toHaveLength(2);
  });

  it.each([
    ['no name', undefined],
    ['an empty name', ' '],
    ['a name of 101 characters', 'a'.repeat(101)],
    ['a name with NUL', 'a\0'],
    ['a name that is not a string', 42],
  ])('M06 refuses %s, and changes nothing', async (_which, name) => {
    const { keys, issue } = service();
    const { key } = await issue();
    const refused = keys.rename(key.id, { actor: ada, name: name as string });
    await expect(refused).rejects.toMatchObject({ code: 'ERR_INVALID_NAME' });
    expect(await keys.get(key.id, { actor: ada })).toEqual(key);
  });
});
