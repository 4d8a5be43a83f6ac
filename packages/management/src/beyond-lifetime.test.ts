import { type ApiKeys, createApiKeys, eachOwner, selfService } from '@postern/core';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import { expect, it } from 'vitest';
import { send, settings } from '../test-support/settings.js';
import { managementHandler } from './index.js';

const ada = { kind: 'user', id: 'ada' } as const;

/** A handler that lists keys of people, which may live for a day; two were issued before there was a limit. */
async function withOlderKeys() {
  const repository = memoryKeyRepository();
  const parts = {
    repository,
    hasher: insecureHasher(),
    owners: eachOwner(() => ({ active: true, permissions: [] })),
    policy: selfService(),
  };
  const before = createApiKeys(parts);
  await before.issue({ owner: ada, actor: ada, name: 'for ever' });
  await before.issue({
    owner: ada,
    actor: ada,
    name: 'for an hour',
    expiresAt: new Date(Date.now() + 3_600_000),
  });
  const keys: ApiKeys = createApiKeys({ ...parts, lifetimes: { user: { maxMs: 86_400_000 } } });
  return managementHandler(keys, {
    authenticate: () => ada,
    ownersOf: ({ id }) => [{ kind: 'user', id }],
  });
}

it('GET /keys?beyondLifetime=true returns the keys that live longer than a new one could', async () => {
  const handler = await withOlderKeys();
  const listed = async (query: string) => (await send({ handler }, `GET /user/keys${query}`)).body;
  expect(await listed('?beyondLifetime=true')).toMatchObject({ keys: [{ name: 'for ever' }] });
  expect(await listed('?beyondLifetime=true&state=revoked')).toMatchObject({ keys: [] });
  for (const query of ['', '?beyondLifetime=false'])
    expect(await listed(query)).toMatchObject({ keys: { length: 2 } });
});

it.each(['1', 'True', ''])('GET /keys?beyondLifetime=%s is refused', async (value) => {
  const { status, body } = await send(settings(), `GET /user/keys?beyondLifetime=${value}`);
  expect(status).toBe(422);
  expect(body).toMatchObject({ errors: [{ parameter: 'beyondLifetime' }] });
});
