import type { KeyId } from '@postern/core';
import type { Hasher, KeyRepository, MaybePromise } from '@postern/core/ports';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';

/** A gate that is open until it is shut. */
export interface Gate {
  shut(): void;
  open(): void;
  /** Resolves when the gate is open. */
  pass(): Promise<void>;
}

export function gate(): Gate {
  let waiting: (() => void)[] | undefined;
  return {
    shut() {
      waiting ??= [];
    },
    open() {
      for (const resume of waiting ?? []) resume();
      waiting = undefined;
    },
    pass: () => new Promise((resolve) => (waiting === undefined ? resolve() : waiting.push(resolve))),
  };
}

/** A repository in memory that records its reads. A clause can delay them or make them fail. */
export interface WatchedRepository extends KeyRepository {
  /** The key IDs of each read, in order. */
  readonly reads: readonly (readonly KeyId[])[];
  readonly readGate: Gate;
  /** Makes each later read fail with an error that quotes this text. `undefined` ends that. */
  failWith(text: string | undefined): void;
}

export function watchedRepository(): WatchedRepository {
  const inner = memoryKeyRepository();
  const reads: (readonly KeyId[])[] = [];
  const readGate = gate();
  let failure: string | undefined;

  async function read<Found>(ids: readonly KeyId[], find: () => MaybePromise<Found>): Promise<Found> {
    reads.push(ids);
    if (failure !== undefined) throw new Error(failure);
    // The result is what was stored when the read began, as with a database.
    const found = await find();
    await readGate.pass();
    return found;
  }

  return {
    ...inner,
    reads,
    readGate,
    failWith(text) {
      failure = text;
    },
    find: (ids) => read(ids, () => inner.find(ids)),
    get: (id) => read([id], () => inner.get(id)),
  };
}

/** A hasher that computes one hash at a time. A clause can delay it. */
export function gatedHasher(hashGate: Gate): Hasher {
  const hasher = insecureHasher();
  return {
    ...hasher,
    concurrency: 1,
    async verify(token, hash) {
      await hashGate.pass();
      return hasher.verify(token, hash);
    },
  };
}
