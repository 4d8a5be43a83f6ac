import { describe, expect, it } from 'vitest';
import { ada, grace, service } from '../../test-support/service.js';
import { type ApiKeys, type ChangeRequest, keyVersion } from '../index.js';
import type { KeyRepository } from '../ports.js';
import { memoryKeyRepository } from '../testing/index.js';

type Keys = ApiKeys<'user' | 'team'>;
type Verb = (keys: Keys, keyId: string, request: ChangeRequest<'user' | 'team'>) => Promise<unknown>;

const disable: Verb = (keys, keyId, request) => keys.disable(keyId, { reason: 'leaked', ...request });

const verbs: readonly {
  readonly verb: keyof KeyRepository & string;
  readonly call: Verb;
  readonly after?: Verb;
}[] = [
  { verb: 'revoke', call: (keys, keyId, request) => keys.revoke(keyId, request) },
  { verb: 'disable', call: disable },
  { verb: 'enable', call: (keys, keyId, request) => keys.enable(keyId, request), after: disable },
  { verb: 'rename', call: (keys, keyId, request) => keys.rename(keyId, { name: 'Nightly', ...request }) },
  { verb: 'rotate', call: (keys, keyId, request) => keys.rotate(keyId, request) },
];

const mismatch = expect.objectContaining({ code: 'ERR_VERSION_MISMATCH' });

describe.each(verbs)('$verb of an expected version', ({ verb, call, after }) => {
  /** A key that can be changed in this way, in a repository in which another change may be faster. */
  async function prepared(given: Parameters<typeof service>[0] = {}) {
    const repository = memoryKeyRepository();
    const made = service({ ...given, repository });
    const { key } = await made.issue();
    await after?.(made.keys, key.id, { actor: ada });
    const read = () => made.keys.get(key.id, { actor: ada });
    return { ...made, repository, key: await read(), read };
  }

  it('changes the key', async () => {
    const { keys, key, read } = await prepared();
    await call(keys, key.id, { actor: ada, expectedVersion: keyVersion(key) });
    expect(keyVersion(await read())).not.toBe(keyVersion(key));
  });

  it('writes nothing if the key was changed since', async () => {
    const { keys, key, read } = await prepared();
    await keys.rename(key.id, { actor: ada, name: 'Weekly' });
    const before = await read();
    const { entries } = await keys.history({ keyId: key.id, actor: ada });
    await expect(call(keys, key.id, { actor: ada, expectedVersion: keyVersion(key) })).rejects.toEqual(
      mismatch,
    );
    expect(await read()).toEqual(before);
    expect((await keys.history({ keyId: key.id, actor: ada })).entries).toEqual(entries);
    await call(keys, key.id, { actor: ada, expectedVersion: keyVersion(before) });
    expect(await read()).not.toEqual(before);
  });

  it.each([
    ['renamed', (keys: Keys, keyId: string) => keys.rename(keyId, { actor: ada, name: 'Weekly' })],
    ['revoked', (keys: Keys, keyId: string) => keys.revoke(keyId, { actor: ada })],
  ])('S04 writes nothing if the key is %s between the read and the statement', async (_, change) => {
    const { keys, key, repository, read } = await prepared();
    const write = repository[verb] as (...given: unknown[]) => Promise<boolean>;
    let between: unknown;
    Object.assign(repository, {
      async [verb](...given: unknown[]) {
        Object.assign(repository, { [verb]: write });
        await change(keys, key.id);
        between = await read();
        return write(...given);
      },
    });
    await expect(call(keys, key.id, { actor: ada, expectedVersion: keyVersion(key) })).rejects.toEqual(
      mismatch,
    );
    expect(between).toBeDefined();
    expect(await read()).toEqual(between);
  });

  it('does not reveal the version to actors that may not see or change the key', async () => {
    const { keys, key, policy } = await prepared({ policy: { decide: () => ({ ok: true }) } });
    const only = (...actions: string[]) => ({
      decide: ({ action }: { action: string }) =>
        actions.includes(action) ? { ok: true } : { ok: false, message: 'no' },
    });
    for (const expectedVersion of ['another', keyVersion(key)]) {
      Object.assign(policy ?? {}, only());
      const unseen = call(keys, key.id, { actor: grace, expectedVersion });
      await expect(unseen).rejects.toMatchObject({ code: 'ERR_KEY_NOT_FOUND' });
      Object.assign(policy ?? {}, only('get'));
      const forbidden = call(keys, key.id, { actor: grace, expectedVersion });
      await expect(forbidden).rejects.toMatchObject({ code: 'ERR_FORBIDDEN' });
    }
  });

  it('accepts only a string', async () => {
    const { keys, key } = await prepared();
    for (const expectedVersion of [null, 7, key]) {
      const request = { actor: ada, expectedVersion } as unknown as ChangeRequest<'user'>;
      await expect(call(keys, key.id, request)).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    }
  });
});

it('a change of the expected version reports no change if there is nothing to do', async () => {
  const { keys, issue } = service();
  const { key } = await issue();
  const same = { actor: ada, name: key.name, expectedVersion: keyVersion(key) };
  expect(await keys.rename(key.id, same)).toEqual({ changed: false });
  await keys.revoke(key.id, { actor: ada });
  const revoked = { actor: ada, expectedVersion: keyVersion(await keys.get(key.id, { actor: ada })) };
  expect(await keys.revoke(key.id, revoked)).toEqual({ changed: false });
});
