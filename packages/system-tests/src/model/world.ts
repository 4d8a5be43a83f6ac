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
import type { PreviousRelease } from '../../test-support/previous-release.js';
import type { NumberedOffer } from './answer.js';
import type { NumberedEntry, NumberedRecord } from './expected-key.js';
import { numberOfUnclaimed } from './expected-offer.js';
import { flushIntervalMs, limits, permissions, type Scene } from './scene.js';
import type { Release } from './step.js';

type Keys = ApiKeys<'user' | 'team', (typeof permissions)[number]>;

/** A real service, with the model's number for each of its random IDs. */
export interface World {
  readonly name: string;
  /** The keys of the service that is called now. */
  readonly keys: Keys;
  readonly scene: Scene;
  readonly clock: Clock;
  /** Returns how many keys were created. */
  keyCount(): number;
  /** Gives a new key the next number. */
  add(keyId: KeyId, token: string): void;
  keyIdOf(number: number): KeyId;
  numberOf(keyId: KeyId): number;
  tokenOf(number: number): string;
  /** Gives a new offer the next number. */
  addOffer(offerId: KeyId): void;
  offers(): readonly KeyId[];
  offer(offer: KeyOffer): NumberedOffer;
  record(key: ApiKey): NumberedRecord;
  entry(entry: AuditEntry): NumberedEntry;
  /** Whose service is called now. */
  readonly release: Release;
  /** From now on, a service of another release on the same tables is called. */
  use(release: Release): void;
  /** Waits until nothing is being written in the background. */
  settled(): Promise<void>;
}

/** How to create a service of the release before this one, on the same tables. */
export interface PreviousService extends Pick<PreviousRelease, 'createApiKeys'> {
  readonly repository: KeyRepository;
}

/** Creates a service in which everyone may do everything, because permissions are not the subject of this test. */
export function createWorld(parts: {
  readonly name: string;
  readonly repository: KeyRepository;
  readonly previous?: PreviousService | undefined;
  readonly hasher: Hasher;
  readonly owners: OwnerDirectory;
  readonly clock: Clock;
  readonly scene: Scene;
}): World {
  const { name, previous, hasher, owners, clock, scene } = parts;
  const writes = trackWrites();
  const config = {
    hasher,
    owners,
    clock,
    policy: { decide: () => ({ ok: true }) as const },
    kinds: ['user', 'team'] as const,
    permissions,
    // Every flush writes everything that is pending, so the model doesn't need to know when a use was recorded.
    limits: { useFlushIntervalMs: flushIntervalMs, useWriteIntervalMs: 0 },
  };
  const services: { readonly [Each in Release]: Keys | undefined } = {
    this: createApiKeys({ ...config, ...limits, repository: writes.of(parts.repository) }),
    previous: previous?.createApiKeys({ ...config, repository: writes.of(previous.repository) }),
  };
  let called: Release = 'this';
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
    get keys() {
      const keys = services[called];
      if (keys === undefined) throw new Error(`${name} has no service of the ${called} release`);
      return keys;
    },
    get release() {
      return called;
    },
    use(release) {
      called = release;
    },
    scene,
    clock,
    keyCount: () => issued.length,
    add: (keyId, token) => void issued.push({ keyId, token }),
    keyIdOf: (number) => at(number).keyId,
    numberOf,
    tokenOf: (number) => at(number).token,
    addOffer: (offerId) => void offers.push(offerId),
    offers: () => offers,
    offer: ({ id: _, rotation, ...offer }) => ({
      ...offer,
      rotation: rotation && { key: numberOf(rotation.keyId), graceMs: rotation.graceMs },
    }),
    record: ({ id, successorId, prefix, ...key }) => ({
      ...key,
      // The release before this one shows no prefix.
      prefix: prefix ?? key.owner.kind,
      id: numberOf(id),
      successorId: successorId === null ? null : numberOf(successorId),
    }),
    // An entry of the release before this one has no expiry.
    entry: ({ id: _, keyId, owner: __, ...entry }) => ({
      ...entry,
      key: numberOf(keyId),
      expiresAt: entry.expiresAt ?? null,
    }),
    settled: writes.settled,
  };
}

/** Tracks what is written in the background. */
function trackWrites() {
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
    of: (repository: KeyRepository): KeyRepository => ({
      ...repository,
      recordUses: (uses) => track(repository.recordUses(uses)),
      rehash: (rehash, entry) => track(repository.rehash(rehash, entry)),
    }),
    async settled() {
      const turn = () => new Promise((resolve) => setImmediate(resolve));
      for (await turn(); underWay.size > 0; await turn()) await Promise.all(underWay);
    },
  };
}
