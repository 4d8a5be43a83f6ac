import { expect, it, vi } from 'vitest';
import { ada, service } from '../../test-support/service.js';
import type { ApiKey, ApiKeys, KeyPolicy } from '../index.js';
import { insecureHasher, memoryKeyRepository } from '../testing/index.js';

type Change = (keys: ApiKeys, key: ApiKey) => Promise<unknown>;

const rename =
  (name: string): Change =>
  (keys, { id }) =>
    keys.rename(id, { actor: ada, name });
const revoke: Change = (keys, { id }) => keys.revoke(id, { actor: ada });

/** A key to which these changes are made, one before each attempt to write its successor. */
async function changedDuringRotation(...changes: Change[]) {
  const [repository, hasher] = [memoryKeyRepository(), insecureHasher()];
  const decide: KeyPolicy['decide'] = ({ action, key }) =>
    action === 'rotate' && key?.name === 'kept' ? { ok: false, message: 'this one stays' } : { ok: true };
  const made = service({ repository, hasher, policy: { decide } });
  const { key } = await made.issue({ name: 'first' });
  const hash = vi.spyOn(hasher, 'hash');
  const write = repository.rotate;
  vi.spyOn(repository, 'rotate').mockImplementation(async (...given) => {
    await changes.shift()?.(made.keys, key);
    return write(...given);
  });
  const actions = async () =>
    (await made.keys.history({ owner: ada, actor: ada })).entries.map(({ action }) => action);
  return { ...made, key, hash, actions };
}

it.each([[['second']], [['second', 'third', 'fourth', 'last']]])(
  'S04 a key that is renamed to %j while it is rotated gives its last name to the successor',
  async (names) => {
    const { keys, key } = await changedDuringRotation(...names.map(rename));
    const { key: successor, previous } = await keys.rotate(key.id, { actor: ada, graceMs: 1_000 });
    for (const given of [successor, previous]) {
      expect(given.name).toBe(names.at(-1));
      expect(await keys.get(given.id, { actor: ada })).toEqual(given);
    }
  },
);

it('S04 a key that is renamed while it is rotated gets the successor that was drawn, and one event', async () => {
  const { keys, key, hash, events, actions } = await changedDuringRotation(rename('second'));
  const { token, key: successor } = await keys.rotate(key.id, { actor: ada });
  expect(hash).toHaveBeenCalledOnce();
  expect(await keys.verify(token)).toMatchObject({ ok: true, principal: { keyId: successor.id } });
  expect((await actions()).sort()).toEqual(['issued', 'issued', 'renamed', 'revoked', 'rotated']);
  expect(events.map(({ type }) => type)).toEqual(['issued', 'renamed', 'rotated', 'revoked', 'issued']);
});

it('S04 a key that is renamed and then revoked while it is rotated has no successor', async () => {
  const { keys, key, actions } = await changedDuringRotation(rename('second'), revoke);
  const rotated = keys.rotate(key.id, { actor: ada });
  await expect(rotated).rejects.toMatchObject({ code: 'ERR_KEY_NOT_LIVE' });
  expect(await actions()).toEqual(['revoked', 'renamed', 'issued']);
});

it('S04 a key that is renamed while it is rotated is only rotated if the policy allows the new name', async () => {
  const { keys, key, actions } = await changedDuringRotation(rename('kept'));
  const rotated = keys.rotate(key.id, { actor: ada });
  await expect(rotated).rejects.toMatchObject({ code: 'ERR_FORBIDDEN', message: 'this one stays' });
  expect(await actions()).toEqual(['renamed', 'issued']);
});

it('S04 a key that is renamed again and again while it is rotated is left as it is, which is a fault', async () => {
  const { keys, key, actions } = await changedDuringRotation(...['1', '2', '3', '4', '5'].map(rename));
  const rotated = keys.rotate(key.id, { actor: ada });
  await expect(rotated).rejects.toMatchObject({
    code: 'ERR_REPOSITORY_UNAVAILABLE',
    message: expect.stringContaining('in 5 attempts'),
  });
  expect(await actions()).not.toContain('rotated');
});
