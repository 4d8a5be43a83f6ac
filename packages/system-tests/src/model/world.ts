import {
  type ApiKey,
  type ApiKeys,
  type AuditEntry,
  createApiKeys,
  type KeyId,
  type KeyOffer,
  type OwnerDirectory,
} from '@postern/core';
import type { Clock, Hasher, KeyRepository } from '@postern/core/ports';
import type { NumberedOffer } from './answer.js';
import type { NumberedEntry, NumberedRecord } from './expected-key.js';
import { numberOfUnclaimed } from './expected-offer.js';
import { flushIntervalMs, permissions, type Scene } from './scene.js';

/** A real service, with the model's number for each of its random IDs. */
export interface World {
  readonly name: string;
  readonly keys: ApiKeys<'user' | 'team', (typeof permissions)[number]>;
  readonly scene: Scene;
  readonly clock: Clock;
  /** Returns how many keys were created. */
  keyCount(): number;
  /** Gives a new key the next number. */
  add(keyId: KeyId, token: string): void;
  keyIdOf(number: number): KeyId;
  tokenOf(number: number): string;
  /** Gives a new offer the next number. */
  addOffer(offerId: KeyId): void;
  offers(): readonly KeyId[];
  offer(offer: KeyOffer): NumberedOffer;
  record(key: ApiKey): NumberedRecord;
  entry(entry: AuditEntry): NumberedEntry;
  /** Waits until nothing is being written in the background. */
  settled(): Promise<void>;
}

/** Creates a service in which everyone may do everything, because permissions are not the subject of this test. */
export function createWorld(parts: {
  readonly name: string;
  readonly repository: KeyRepository;
  readonly hasher: Hasher;
  readonly owners: OwnerDirectory;
  readonly clock: Clock;
  readonly scene: Scene;
}): World {
  const { name, hasher, owners, clock, scene } = parts;
  const { repository, settled } = trackWrites(parts.repository);
  const keys = createApiKeys({
    repository,
    hasher,
    owners,
    clock,
    policy: { decide: () => ({ ok: true }) },
    kinds: ['user', 'team'],
    permissions,
    // Every flush writes everything that is pending, so the model doesn't need to know when a use was recorded.
    limits: { useFlushIntervalMs: flushIntervalMs, useWriteIntervalMs: 0 },
  });
  const issued: { readonly keyId: KeyId; readonly token: string }[] = [];
  const at = (number: number) => {
    const one = issued[number];
    if (one === undefined) throw new Error(`${name} has issued no key ${number}`);
    return one;
  };
  const offers: KeyId[] = [];
  const numberOf = (keyId: KeyId) => {
    const number = issued.findIndex((one) => one.keyId === keyId);
    return number === -1 && offers.includes(keyId) ? numberOfUnclaimed(offers.indexOf(keyId)) : number;
  };
  return {
    name,
    keys,
    scene,
    clock,
    keyCount: () => issued.length,
    add: (keyId, token) => void issued.push({ keyId, token }),
    keyIdOf: (number) => at(number).keyId,
    tokenOf: (number) => at(number).token,
    addOffer: (offerId) => void offers.push(offerId),
    offers: () => offers,
    offer: ({ id: _, rotation, ...offer }) => ({
      ...offer,
      rotation: rotation && { key: numberOf(rotation.keyId), graceMs: rotation.graceMs },
    }),
    record: ({ id, successorId, ...key }) => ({
      ...key,
      id: numberOf(id),
      successorId: successorId === null ? null : numberOf(successorId),
    }),
    entry: ({ id: _, keyId, owner: __, ...entry }) => ({ key: numberOf(keyId), ...entry }),
    settled,
  };
}

/** Tracks what is written in the background. */
function trackWrites(repository: KeyRepository) {
  const underWay = new Set<Promise<unknown>>();
  function track<Value>(writing: Promise<Value>): Promise<Value> {
    const settled = writing.then(
      () => undefined,
      () => undefined,
    );
    underWay.add(settled);
    void settled.then(() => underWay.delete(settled));
    return writing;
  }
  return {
    repository: {
      ...repository,
      recordUses: (uses) => track(repository.recordUses(uses)),
      rehash: (rehash, entry) => track(repository.rehash(rehash, entry)),
    } satisfies KeyRepository,
    async settled() {
      const turn = () => new Promise((resolve) => setImmediate(resolve));
      for (await turn(); underWay.size > 0; await turn()) await Promise.all(underWay);
    },
  };
}
