import { describe, expect, it } from 'vitest';
import { ada, service } from '../../test-support/service.js';
import { memoryKeyRepository } from '../testing/index.js';

const hour = 60 * 60 * 1_000;

/** A service, an instant at which keys expire, and what the history of Ada's keys records, oldest first. */
function withHistory(given: Parameters<typeof service>[0] = {}) {
  const made = service(given);
  const expiresAt = new Date(made.clock.now().getTime() + 24 * hour + 1);
  const recorded = async () => {
    const { entries } = await made.keys.history({ owner: ada, actor: ada });
    return entries.map(({ action, expiresAt }) => [action, expiresAt]).reverse();
  };
  return { ...made, expiresAt, recorded };
}

describe('an audit entry', () => {
  it('of a new key records when it expires, and null if it never does', async () => {
    const { issue, expiresAt, recorded } = withHistory();
    await issue({ expiresAt });
    await issue();
    expect(await recorded()).toEqual([
      ['issued', expiresAt],
      ['issued', null],
    ]);
  });

  it.each([0, hour])(
    'of a rotation with a grace of %d ms records when the old key would have expired',
    async (graceMs) => {
      const { keys, issue, expiresAt, recorded } = withHistory();
      const { key } = await issue({ expiresAt });
      const { key: successor } = await keys.rotate(key.id, { actor: ada, graceMs });
      const [, rotated, ...others] = await recorded();
      expect(rotated).toEqual(['rotated', expiresAt]);
      expect(others).toEqual([
        ...(graceMs === 0 ? [['revoked', null]] : []),
        ['issued', successor.expiresAt],
      ]);
    },
  );

  it('of a claim records the same as without an offer', async () => {
    const { keys, expiresAt, recorded } = withHistory();
    const offer = await keys.offer({ owner: ada, actor: ada, name: 'CI', expiresAt });
    const { key } = await keys.claim(offer.id, { actor: ada });
    const rotation = await keys.offerRotation(key.id, { actor: ada, graceMs: hour });
    const { key: successor } = await keys.claim(rotation.id, { actor: ada });
    expect(await recorded()).toEqual([
      ['offered', null],
      ['issued', expiresAt],
      ['offered', null],
      ['rotated', expiresAt],
      ['issued', successor.expiresAt],
    ]);
  });

  it('of a retried request records the expiry of its own key', async () => {
    const { issue, expiresAt, recorded } = withHistory();
    await issue({ idempotencyKey: 'x', expiresAt });
    await issue({ idempotencyKey: 'x' });
    expect(await recorded()).toEqual([
      ['issued', expiresAt],
      ['issued', null],
      ['revoked', null],
    ]);
  });

  it('of any other change records none', async () => {
    const { keys, issue, clock, expiresAt, recorded } = withHistory();
    const { key } = await issue({ expiresAt });
    await keys.rename(key.id, { actor: ada, name: 'other' });
    await keys.disable(key.id, { actor: ada, reason: 'lost' });
    await keys.enable(key.id, { actor: ada });
    await keys.revokeAll({ owner: ada, actor: ada, reason: 'left' });
    clock.advance(1);
    await keys.purge({ actor: ada, revokedBefore: clock.now() });
    const others = ['renamed', 'disabled', 'enabled', 'revoked', 'purged'];
    expect((await recorded()).slice(1)).toEqual(others.map((action) => [action, null]));
  });
});

it('a repository that was written before entries had an expiry is read as if they had none', async () => {
  const repository = memoryKeyRepository();
  const { issue, expiresAt, recorded } = withHistory({
    repository: {
      ...repository,
      history: async (query) =>
        (await repository.history(query)).map(
          ({ expiresAt: _, ...entry }) => entry as typeof entry & { expiresAt: null },
        ),
    },
  });
  await issue({ expiresAt });
  expect(await recorded()).toEqual([['issued', null]]);
});
