import { expect, it } from 'vitest';
import { ada, grace, service } from '../../test-support/service.js';
import { type KeyPolicy, selfService } from '../index.js';

/** Grace may see every key, but change none. */
const policy: KeyPolicy = {
  decide: (request) =>
    request.actor.id === 'grace' && request.action !== 'get'
      ? { ok: false, message: `you may not ${request.action} this key` }
      : { ok: true },
};

it('permits says what the policy decides, and changes nothing', async () => {
  const { keys, issue, events } = service({ policy });
  const { key } = await issue();
  events.length = 0;
  for (const action of ['history', 'rename', 'disable', 'enable', 'rotate', 'revoke', 'offer'] as const) {
    expect(await keys.permits(key.id, { actor: ada, action })).toEqual({ ok: true });
    expect(await keys.permits(key.id, { actor: grace, action })).toEqual({
      ok: false,
      message: `you may not ${action} this key`,
    });
  }
  expect(await keys.get(key.id, { actor: ada })).toEqual(key);
  expect(events).toEqual([]);
});

it('M04 permits says nothing about keys that the actor may not see, or of another owner', async () => {
  const { keys, issue } = service({ policy: selfService() });
  const { key } = await issue();
  for (const request of [{ actor: grace }, { actor: ada, owner: grace }])
    await expect(keys.permits(key.id, { ...request, action: 'revoke' })).rejects.toMatchObject({
      code: 'ERR_KEY_NOT_FOUND',
    });
});

it.each(['issue', 'purge', 'constructor', undefined, 1])('permits refuses the action %j', async (action) => {
  const { keys, issue } = service();
  const { key } = await issue();
  await expect(keys.permits(key.id, { actor: ada, action: action as never })).rejects.toMatchObject({
    code: 'ERR_INVALID_ARGUMENT',
    message: expect.stringContaining('action must be one of history, rename'),
  });
});
