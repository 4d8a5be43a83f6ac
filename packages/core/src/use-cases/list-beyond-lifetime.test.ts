import { describe, expect, it } from 'vitest';
import { ada, grace, platform, service } from '../../test-support/service.js';
import { selfService } from '../policy/self-service.js';
import { memoryKeyRepository } from '../testing/index.js';
import type { ListRequest } from './read-keys.js';

const day = 24 * 60 * 60 * 1_000;

/** A service that lets keys of people live for 30 days, over keys that were issued before it did. */
async function withOlderKeys() {
  const repository = memoryKeyRepository();
  const before = service({ repository });
  const inDays = (days: number, ms = 0) => new Date(before.clock.now().getTime() + days * day + ms);
  const issue = (name: string, expiresAt: Date | null, owner: typeof ada | typeof platform = ada) =>
    before.issue({ name, expiresAt, owner });
  await issue('for ever', null);
  await issue('a millisecond too long', inDays(30, 1));
  await issue('as long as may be', inDays(30));
  await issue('short', inDays(1));
  await issue('of a team', null, platform);
  const now = service({ repository, policy: selfService(), lifetimes: { user: { maxMs: 30 * day } } });
  const namesOf = async (given: Partial<ListRequest<'user' | 'team'>> = {}) => {
    const request = { owner: ada, actor: ada, beyondLifetime: true, ...given };
    return (await now.keys.list(request)).keys.map(({ name }) => name).sort();
  };
  return { before, ...now, inDays, namesOf };
}

describe('a list of keys beyond their lifetime', () => {
  it('has the keys that never expire, or expire later than a new one could', async () => {
    const { namesOf } = await withOlderKeys();
    expect(await namesOf()).toEqual(['a millisecond too long', 'for ever']);
    expect(await namesOf({ beyondLifetime: false })).toHaveLength(4);
    expect(await namesOf({ beyondLifetime: undefined })).toHaveLength(4);
  });

  it('has no key that was issued under the present limit', async () => {
    const { issue, clock, namesOf, inDays } = await withOlderKeys();
    clock.advance(day);
    await issue({ name: 'new', expiresAt: inDays(31) });
    await issue({ name: 'new, too' });
    expect(await namesOf()).toEqual(['a millisecond too long', 'for ever']);
  });

  it('is empty if the kind of the owner has no limit', async () => {
    const { before } = await withOlderKeys();
    const request = { owner: platform, actor: ada, beyondLifetime: true };
    expect(await before.keys.list(request)).toEqual({ keys: [], nextCursor: null });
  });

  it('combines with a state and with pages', async () => {
    const { keys, namesOf } = await withOlderKeys();
    const first = await keys.list({ owner: ada, actor: ada, beyondLifetime: true, limit: 1 });
    const second = await namesOf({ limit: 1, cursor: first.nextCursor });
    expect([...first.keys.map(({ name }) => name), ...second].sort()).toEqual([
      'a millisecond too long',
      'for ever',
    ]);
    for (const { id } of first.keys) await keys.revoke(id, { actor: ada });
    expect(await namesOf({ state: 'live' })).toEqual(second);
    expect(await namesOf({ state: 'revoked' })).toEqual(first.keys.map(({ name }) => name));
  });

  it('asks the policy, even if the kind of the owner has no limit', async () => {
    const { namesOf } = await withOlderKeys();
    await expect(namesOf({ actor: grace })).rejects.toMatchObject({ code: 'ERR_FORBIDDEN' });
    await expect(namesOf({ owner: platform, actor: grace })).rejects.toMatchObject({ code: 'ERR_FORBIDDEN' });
  });

  it.each(['true', 1])('is refused for %j', async (beyondLifetime) => {
    const { namesOf } = await withOlderKeys();
    const refused = namesOf({ beyondLifetime: beyondLifetime as unknown as boolean });
    await expect(refused).rejects.toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      message: 'beyondLifetime must be true or false',
    });
  });
});
