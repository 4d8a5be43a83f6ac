import assert from 'node:assert/strict';
import type { AuditEntry, KeyOffer } from '@postern/core';
import type { EntryOfKey, KeyRepository, OfferClaim, StoredKey } from '@postern/core/ports';
import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import type { Clause } from '../clause.js';
import { addOffer, endedOffers, openOffer, withdraw } from './offers.js';
import { noPredecessor, predecessorReason } from './predecessors.js';
import { now } from './records.js';
import { add, clause, failureOf, historyOf, type MakeKeyRepository, revoke, storedOf } from './subject.js';

const ms = (after: number) => new Date(now.getTime() + after);

/** The record that a claim of an offer adds. */
function recordOf({ id, owner, name }: KeyOffer, hash = '$insecure$1$claimed'): StoredKey {
  const prefix = `acme_${owner.kind}`;
  return buildStoredKey({
    key: buildKey({ id, prefix, owner, name, scopes: ['agents:read'], createdAt: now }),
    hash,
  });
}

/** Claims the offer of a new key. Resolves with whether the claim succeeded. */
function claim(
  repository: KeyRepository,
  offer: KeyOffer,
  { at = now, hash, entry }: { at?: Date; hash?: string; entry?: Partial<AuditEntry> } = {},
): Promise<boolean> {
  const stored = recordOf(offer, hash);
  const entries = [buildAuditEntry(stored.key, { at, ...entry })];
  return repository.claimOffer({ offerId: offer.id, at, change: { insert: stored } }, entries, noPredecessor);
}

/** Claims an offer of a rotation without a grace period. */
export function claimRotation(
  repository: KeyRepository,
  offer: KeyOffer,
  { key }: StoredKey,
  entryOf: EntryOfKey = noPredecessor,
): Promise<boolean> {
  const successor = recordOf({ ...offer, name: key.name });
  const change: OfferClaim['change'] = {
    rotate: { keyId: key.id, at: now, graceEndsAt: null, successor, predecessorReason },
  };
  const entries = [
    buildAuditEntry(key, { action: 'rotated', at: now }),
    buildAuditEntry(key, { action: 'revoked', at: now }),
    buildAuditEntry(successor.key),
  ];
  return repository.claimOffer({ offerId: offer.id, at: now, change }, entries, entryOf);
}

/** Whether an offer was claimed, and what is stored of the key that it offers. */
async function outcomeOf(repository: KeyRepository, { id }: KeyOffer) {
  return {
    claimed: ((await repository.getOffer(id))?.claimedAt ?? null) !== null,
    found: (await repository.get(id)) !== undefined && (await repository.find([id])).has(id),
    entries: (await historyOf(repository, id)).filter(({ action }) => action === 'issued').length,
  };
}

const claimedOnce = { claimed: true, found: true, entries: 1 };
const unclaimed = { claimed: false, found: false, entries: 0 };

/** What `claimOffer` promises. */
export const claimOfferClauses: readonly Clause<MakeKeyRepository>[] = [
  clause(
    'claimOffer marks the offer as claimed and adds the record and its audit entry',
    async (repository) => {
      const { offer } = await addOffer(repository);
      assert.equal(await claim(repository, offer), true);
      assert.deepEqual(await outcomeOf(repository, offer), claimedOnce);
      assert.deepEqual(await storedOf(repository, offer.id), recordOf(offer));
      assert.deepEqual(await repository.getOffer(offer.id), { ...offer, claimedAt: now });
    },
  ),

  clause(
    'M08 claimOffer returns false for an offer that is not open and writes nothing',
    async (repository) => {
      assert.equal(await claim(repository, openOffer()), false);
      for (const given of endedOffers) {
        const { offer } = await addOffer(repository, given);
        assert.equal(await claim(repository, offer), false);
        assert.deepEqual({ ...(await outcomeOf(repository, offer)), claimed: false }, unclaimed);
        assert.deepEqual(await repository.getOffer(offer.id), offer);
      }
    },
  ),

  clause(
    'S06 claimOffer judges the end of an offer at its own instant, to the millisecond',
    async (repository) => {
      const { offer } = await addOffer(repository, { expiresAt: ms(1) });
      assert.equal(await claim(repository, offer, { at: ms(1) }), false);
      assert.equal(await claim(repository, offer, { at: now }), true);
    },
  ),

  clause('S04 of several concurrent claims of one offer, exactly one succeeds', async (repository) => {
    const { offer } = await addOffer(repository);
    const hashes = ['a', 'b', 'c', 'd'].map((mark) => `$insecure$1$${mark}`);
    const won = await Promise.all(hashes.map((hash) => claim(repository, offer, { hash })));
    assert.equal(won.filter(Boolean).length, 1);
    const found = (await repository.find([offer.id])).get(offer.id);
    assert.equal(found !== undefined && 'hash' in found && found.hash, hashes[won.indexOf(true)]);
    assert.deepEqual(await outcomeOf(repository, offer), claimedOnce);
  }),

  clause('S04 of a concurrent claim and withdrawal, exactly one succeeds', async (repository) => {
    for (let round = 0; round < 6; round += 1) {
      const { offer } = await addOffer(repository);
      const calls = [() => claim(repository, offer), () => withdraw(repository, offer)];
      if (round % 2 === 1) calls.reverse();
      const won = await Promise.all(calls.map((call) => call()));
      assert.equal(won.filter(Boolean).length, 1);
      const isClaimed = won[round % 2];
      assert.deepEqual(await outcomeOf(repository, offer), isClaimed ? claimedOnce : unclaimed);
    }
  }),

  clause(
    'S09 claimOffer returns false if the key ID is taken, and the offer stays open',
    async (repository) => {
      const { offer } = await addOffer(repository);
      await add(repository, { id: offer.id });
      assert.equal(await claim(repository, offer), false);
      assert.equal((await outcomeOf(repository, offer)).claimed, false);
      assert.equal(await withdraw(repository, offer), true);
    },
  ),

  clause('claimOffer of a rotation adds the successor and ends the record', async (repository) => {
    const stored = await add(repository);
    const { offer } = await addOffer(repository, { rotation: { keyId: stored.key.id, graceMs: 0 } });
    assert.equal(await claimRotation(repository, offer, stored), true);
    assert.deepEqual(await outcomeOf(repository, offer), claimedOnce);
    const key = await repository.get(stored.key.id);
    assert.deepEqual([key?.revokedAt, key?.successorId], [now, offer.id]);
    const actions = (await historyOf(repository, stored.key.id)).map(({ action }) => action).sort();
    assert.deepEqual(actions.slice(-2), ['revoked', 'rotated']);
  }),

  clause('claimOffer of a rotation leaves the record alone if the offer is not open', async (repository) => {
    const stored = await add(repository);
    const rotation = { keyId: stored.key.id, graceMs: 0 };
    for (const given of endedOffers) {
      const { offer } = await addOffer(repository, { rotation, ...given });
      assert.equal(await claimRotation(repository, offer, stored), false);
      assert.equal((await outcomeOf(repository, offer)).found, false);
    }
    assert.equal((await repository.get(stored.key.id))?.rotatedAt, null);
  }),

  clause('claimOffer of a rotation leaves the offer open if the record is not live', async (repository) => {
    const stored = await add(repository);
    await revoke(repository, stored.key);
    const { offer } = await addOffer(repository, { rotation: { keyId: stored.key.id, graceMs: 0 } });
    assert.equal(await claimRotation(repository, offer, stored), false);
    assert.deepEqual(await outcomeOf(repository, offer), unclaimed);
    assert.equal(await withdraw(repository, offer), true);
  }),

  clause(
    'S04 of two offers to rotate one key that are claimed concurrently, exactly one succeeds',
    async (repository) => {
      const stored = await add(repository);
      const rotation = { keyId: stored.key.id, graceMs: 0 };
      const offers = [await addOffer(repository, { rotation }), await addOffer(repository, { rotation })];
      const won = await Promise.all(offers.map(({ offer }) => claimRotation(repository, offer, stored)));
      assert.equal(won.filter(Boolean).length, 1);
      const each = await Promise.all(offers.map(({ offer }) => outcomeOf(repository, offer)));
      assert.deepEqual(
        each,
        won.map((isWon) => (isWon ? claimedOnce : unclaimed)),
      );
    },
  ),

  clause('claimOffer leaves the offer open if the audit entry fails', async (repository) => {
    const { offer, entry } = await addOffer(repository);
    const failed = await failureOf(claim(repository, offer, { entry: { id: entry.id } }));
    assert.deepEqual(await outcomeOf(repository, offer), failed === undefined ? claimedOnce : unclaimed);
  }),
];
