import assert from 'node:assert/strict';
import type { AuditEntry, KeyId, KeyOffer } from '@postern/core';
import type { KeyRepository } from '@postern/core/ports';
import { buildAuditEntry, buildOffer } from '@postern/core/testing';
import type { Clause } from '../clause.js';
import { now } from './records.js';
import { clause, historyOf, keyIdOf, type MakeKeyRepository } from './subject.js';

const ms = (after: number) => new Date(now.getTime() + after);

/** An offer that is open at `now`, with a value in each of its fields. */
export function openOffer(given: Partial<KeyOffer> = {}): KeyOffer {
  return buildOffer({ offeredAt: ms(-1_000), expiresAt: ms(1_000), ...given });
}

/** Adds an offer and its audit entry, and deletes no old offers. */
export async function addOffer(
  repository: KeyRepository,
  given: Partial<KeyOffer> = {},
): Promise<{ readonly offer: KeyOffer; readonly entry: AuditEntry }> {
  const offer = openOffer(given);
  const entry = buildAuditEntry(offer, { action: 'offered', at: offer.offeredAt });
  const added = await repository.insertOffer({ offer, forgetBefore: new Date(0) }, entry);
  assert.equal(added, true, 'insertOffer must add a new offer');
  return { offer, entry };
}

/** Withdraws an offer at an instant. Resolves with whether that changed it. */
export function withdraw(
  repository: KeyRepository,
  offer: Pick<KeyOffer, 'id' | 'owner'>,
  at: Date = now,
  entry: Partial<AuditEntry> = {},
): Promise<boolean> {
  const written = buildAuditEntry(offer, { action: 'withdrawn', at, ...entry });
  return repository.withdrawOffer({ offerId: offer.id, at }, written);
}

/** Offers that can no longer be claimed or withdrawn at `now`. */
export const endedOffers: readonly Partial<KeyOffer>[] = [
  { expiresAt: now },
  { expiresAt: ms(-1) },
  { claimedAt: ms(-1) },
  { withdrawnAt: ms(-1) },
];

const actionsOf = async (repository: KeyRepository, id: KeyId) =>
  (await historyOf(repository, id)).map(({ action }) => action);

/** What `insertOffer`, `getOffer` and `withdrawOffer` promise. */
export const offerClauses: readonly Clause<MakeKeyRepository>[] = [
  clause('insertOffer writes the offer exactly as given, and its audit entry', async (repository) => {
    for (const given of [
      {},
      { owner: { kind: 'team', id: '__proto__' }, name: 'Zoë 🔑', scopes: [], keyExpiresAt: ms(2_001) },
      { scopes: ['agents:read', 'constructor'], offeredBy: { kind: 'key', id: keyIdOf('k') } as const },
      { rotation: { keyId: keyIdOf('r'), graceMs: 366 * 24 * 60 * 60 * 1_000 } },
    ]) {
      const { offer } = await addOffer(repository, given);
      assert.deepEqual(await repository.getOffer(offer.id), offer);
      assert.deepEqual(await actionsOf(repository, offer.id), ['offered']);
    }
  }),

  clause('getOffer returns undefined for an unknown ID, however similar', async (repository) => {
    const { offer } = await addOffer(repository, { id: keyIdOf('a') });
    assert.ok(await repository.getOffer(offer.id));
    for (const id of [keyIdOf('A'), keyIdOf('b')]) assert.equal(await repository.getOffer(id), undefined);
  }),

  clause('S09 insertOffer returns false for a taken ID and writes nothing', async (repository) => {
    const { offer } = await addOffer(repository);
    const other = openOffer({ id: offer.id, name: 'Other' });
    const entry = buildAuditEntry(other, { action: 'offered' });
    assert.equal(await repository.insertOffer({ offer: other, forgetBefore: new Date(0) }, entry), false);
    assert.equal((await repository.getOffer(offer.id))?.name, offer.name);
    assert.deepEqual(await actionsOf(repository, offer.id), ['offered']);
  }),

  clause(
    'insertOffer deletes offers that ended before the given instant, and no others',
    async (repository) => {
      const { offer: old } = await addOffer(repository, { expiresAt: ms(-1) });
      const { offer: kept } = await addOffer(repository, { expiresAt: now });
      const next = openOffer();
      await repository.insertOffer({ offer: next, forgetBefore: now }, buildAuditEntry(next));
      assert.equal(await repository.getOffer(old.id), undefined, 'insertOffer must delete an old offer');
      assert.ok(await repository.getOffer(kept.id), 'insertOffer must not delete an offer too early');
      assert.deepEqual(
        await actionsOf(repository, old.id),
        ['offered'],
        'the audit entry of a deleted offer must stay',
      );
    },
  ),

  clause('withdrawOffer marks an open offer as withdrawn and writes its audit entry', async (repository) => {
    const { offer } = await addOffer(repository);
    assert.equal(await withdraw(repository, offer), true);
    assert.deepEqual(await repository.getOffer(offer.id), { ...offer, withdrawnAt: now });
    assert.deepEqual(await actionsOf(repository, offer.id), ['withdrawn', 'offered']);
  }),

  clause(
    'withdrawOffer returns false for an offer that is not open and writes nothing',
    async (repository) => {
      assert.equal(await withdraw(repository, openOffer()), false);
      for (const given of endedOffers) {
        const { offer } = await addOffer(repository, given);
        assert.equal(await withdraw(repository, offer), false);
        assert.deepEqual(await repository.getOffer(offer.id), offer);
        assert.deepEqual(await actionsOf(repository, offer.id), ['offered']);
      }
    },
  ),

  clause('S04 of several concurrent withdrawals of one offer, exactly one succeeds', async (repository) => {
    const { offer } = await addOffer(repository);
    const done = await Promise.all([1, 2, 3].map(() => withdraw(repository, offer)));
    assert.equal(done.filter(Boolean).length, 1);
    assert.equal((await actionsOf(repository, offer.id)).length, 2);
  }),
];
