import { isFault } from '../errors.js';
import type { VerifiableKey } from '../model/api-key.js';
import type { Events } from '../ports/events.js';
import type { Hasher } from '../ports/hasher.js';
import { type BoundedQueue, valueIfRan } from './bounded-queue.js';
import type { RehashRecorder } from './rehash-recorder.js';

interface RehasherParts {
  readonly hasher: Pick<Hasher, 'hash' | 'needsRehash'>;
  readonly queue: BoundedQueue;
  readonly rehashes: RehashRecorder;
  readonly events: Events;
}

/** Hashes a token anew, if the hash that it was proven against is outdated. Never rejects. */
export type Rehasher = (token: string, proven: VerifiableKey) => Promise<void>;

/**
 * Makes a rehasher. It works while the request is there, since nothing may keep a token after it, and only when nobody
 * waits for a hash: no proof may be refused as overload for the sake of a renewal.
 */
export function rehasher({ hasher, queue, rehashes, events }: RehasherParts): Rehasher {
  return async (token, { key, hash: from }) => {
    try {
      if (!hasher.needsRehash(from) || !queue.hasFreePlace()) return;
      const to = valueIfRan(await queue.runProof(key.id, () => hasher.hash(token)));
      rehashes.record({ keyId: key.id, owner: key.owner, from, to });
    } catch (error) {
      // The token is proven all the same.
      if (isFault(error)) events.emit({ type: 'fault', code: error.code, error, keyId: key.id });
    }
  };
}
