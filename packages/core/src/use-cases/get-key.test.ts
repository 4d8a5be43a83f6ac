import { expect, it, vi } from 'vitest';
import { ada, grace, service } from '../../test-support/service.js';
import { selfService } from '../policy/self-service.js';

const notFound = expect.objectContaining({ code: 'ERR_KEY_NOT_FOUND', message: 'there is no such key' });

it('get returns the record to an actor that may see it', async () => {
  const { keys, issue } = service();
  const { key } = await issue();
  expect(await keys.get(key.id, { actor: ada })).toEqual(key);
  expect(await keys.get(key.id, { actor: ada, owner: ada })).toEqual(key);
});

it('M04 get gives the same answer for a key that does not exist and for one that may not be seen', async () => {
  const { keys, issue } = service({ policy: selfService() });
  const { key } = await issue();
  await expect(keys.get(key.id, { actor: grace })).rejects.toEqual(notFound);
  await expect(keys.get('0000000000000000', { actor: grace })).rejects.toEqual(notFound);
  await expect(keys.get(key.id, { actor: ada, owner: grace })).rejects.toEqual(notFound);
});

it('get asks the policy about the stored owner, not about one that the caller names', async () => {
  const decide = vi.fn(() => ({ ok: true as const }));
  const { keys, issue } = service({ policy: { decide } });
  const { key } = await issue();
  await keys.get(key.id, { actor: grace });
  expect(decide).toHaveBeenLastCalledWith({ actor: grace, action: 'get', owner: ada, key });
});

it('get reads nothing if the text is not a key ID', async () => {
  const { keys, repository } = service();
  const find = vi.spyOn(repository, 'find');
  await expect(keys.get('user.nonsense', { actor: ada })).rejects.toEqual(notFound);
  expect(find).not.toHaveBeenCalled();
});
