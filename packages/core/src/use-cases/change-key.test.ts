import { describe, expect, it, vi } from 'vitest';
import { ada, grace, service } from '../../test-support/service.js';
import type { ApiKeys } from '../api-keys.js';
import type { KeyPolicy } from '../ports/key-policy.js';
import type { KeyRepository } from '../ports/key-repository.js';
import { memoryKeyRepository } from '../testing/index.js';
import type { KeyRequest } from './managed-key.js';

type Verb = (keys: ApiKeys<'user' | 'team'>, keyId: string, request: KeyRequest) => Promise<unknown>;

const disable: Verb = (keys, keyId, request) => keys.disable(keyId, { reason: 'leaked', ...wide(request) });

/** Every verb that changes one key, and what must be done before it. */
const verbs: readonly {
  readonly verb: keyof KeyRepository & string;
  readonly call: Verb;
  readonly after?: Verb;
}[] = [
  { verb: 'revoke', call: (keys, keyId, request) => keys.revoke(keyId, wide(request)) },
  { verb: 'disable', call: disable },
  { verb: 'enable', call: (keys, keyId, request) => keys.enable(keyId, wide(request)), after: disable },
  {
    verb: 'rename',
    call: (keys, keyId, request) => keys.rename(keyId, { name: 'Nightly', ...wide(request) }),
  },
  { verb: 'rotate', call: (keys, keyId, request) => keys.rotate(keyId, wide(request)) },
];

function wide(request: KeyRequest): KeyRequest<'user' | 'team'> {
  return request as KeyRequest<'user' | 'team'>;
}

const notFound = expect.objectContaining({ code: 'ERR_KEY_NOT_FOUND', message: 'there is no such key' });
/** A policy that allows these actions to everyone. */
const allowing = (...actions: string[]): KeyPolicy => ({
  decide: ({ action }) => (actions.includes(action) ? { ok: true } : { ok: false, message: `no ${action}` }),
});

describe.each(verbs)('$verb', ({ verb, call, after }) => {
  async function prepared(given: Parameters<typeof service>[0] = {}) {
    const made = service(given);
    const { key } = await made.issue();
    await after?.(made.keys, key.id, { actor: ada });
    const record = () => made.repository.find([key.id]);
    return { ...made, key, record, before: await record() };
  }

  it('M04 does not find a key of another owner than the given one, and changes nothing', async () => {
    const { keys, key, record, before } = await prepared();
    for (const owner of [grace, { kind: 'team', id: 'ada' }])
      await expect(call(keys, key.id, { actor: ada, owner })).rejects.toEqual(notFound);
    expect(await record()).toEqual(before);
  });

  it('M04 finds a key of the given owner', async () => {
    const { keys, key, record, before } = await prepared();
    await call(keys, key.id, { actor: ada, owner: ada });
    expect(await record()).not.toEqual(before);
  });

  it('M04 does not find a key that the actor may not see, with the message of one that does not exist', async () => {
    const { keys, key, policy, record, before } = await prepared({
      policy: { ...allowing('issue', 'get', 'disable') },
    });
    Object.assign(policy ?? {}, allowing(verb));
    await expect(call(keys, key.id, { actor: ada })).rejects.toEqual(notFound);
    await expect(call(keys, '0000000000000000', { actor: ada })).rejects.toEqual(notFound);
    expect(await record()).toEqual(before);
  });

  it('M04 is forbidden for a key that the actor may only see, with the message of the policy', async () => {
    const { keys, key, policy, record, before } = await prepared({
      policy: { ...allowing('issue', 'get', 'disable') },
    });
    Object.assign(policy ?? {}, allowing('get'));
    const refused = call(keys, key.id, { actor: ada });
    await expect(refused).rejects.toMatchObject({ code: 'ERR_FORBIDDEN', message: `no ${verb}` });
    expect(await record()).toEqual(before);
  });

  it('asks the policy whether the actor may see the key, then whether it may make this change', async () => {
    const { keys, key, policy, record } = await prepared({ policy: { decide: () => ({ ok: true }) } });
    const stored = (await record()).get(key.id);
    const actor = { kind: 'system', id: 'job' } as const;
    const decide = vi.spyOn(policy as KeyPolicy, 'decide');
    await call(keys, key.id, { actor });
    const asked = { actor, owner: ada, key: stored !== undefined && 'key' in stored && stored.key };
    const decided = [{ action: verb, ...asked }];
    // The policy decides on a rotation again after the hash.
    const times = verb === 'rotate' ? [decided, decided] : [decided];
    expect(decide.mock.calls).toEqual([[{ action: 'get', ...asked }], ...times]);
  });

  it('F10 rejects with a fault if the repository fails, so that no one assumes it was done', async () => {
    const failing = { ...memoryKeyRepository() };
    const { keys, key, events } = await prepared({ repository: failing });
    Object.assign(failing, { [verb]: () => Promise.reject(new Error('disk full')) });
    const emitted = events.length;
    const code = 'ERR_REPOSITORY_UNAVAILABLE';
    await expect(call(keys, key.id, { actor: ada })).rejects.toMatchObject({ code });
    expect(events.slice(emitted)).toMatchObject([{ type: 'fault', code }]);
  });

  it.each(['', '__proto__', '0'.repeat(17), "' or 1=1 --"])(
    'T09 does not find a key by the ID %j',
    async (keyId) => {
      const { keys } = await prepared();
      await expect(call(keys, keyId, { actor: ada })).rejects.toEqual(notFound);
    },
  );

  it.each([
    ['no actor', {}],
    ['an owner of an undeclared kind', { actor: ada, owner: { kind: 'robot', id: 'r2' } }],
    ['an unknown field', { actor: ada, force: true }],
    ['undefined', undefined],
  ])('refuses %s, and changes nothing', async (_what, request) => {
    const { keys, key, record, before } = await prepared();
    const refused = call(keys, key.id, request as unknown as KeyRequest);
    await expect(refused).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    expect(await record()).toEqual(before);
  });
});
