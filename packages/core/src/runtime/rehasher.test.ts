import { describe, expect, it, vi } from 'vitest';
import { never } from '../../test-support/deferred.js';
import { turns } from '../../test-support/turns.js';
import type { KeyEvent } from '../ports/events.js';
import type { Hasher } from '../ports/hasher.js';
import { buildKey, buildStoredKey, insecureHasher, settableClock } from '../testing/index.js';
import { guardedHasher } from './guarded-hasher.js';
import { hashQueue } from './hash-queue.js';
import { type RehashRecorder, rehasher } from './rehash-recorder.js';

const token = `user.${'a'.repeat(65)}`;

/** A rehasher whose current parameters are of cost 2, with a queue of the given concurrency. */
function rehasherWith({
  given = {},
  concurrency = 1,
}: {
  given?: Partial<Hasher>;
  concurrency?: number;
} = {}) {
  const hasher: Hasher = { ...insecureHasher({ cost: 2 }), ...given };
  const hash = vi.spyOn(hasher, 'hash');
  const record = vi.fn<RehashRecorder['record']>();
  const clock = settableClock();
  const events: KeyEvent[] = [];
  const queue = hashQueue({ clock, concurrency, length: 10, deadlineMs: 5_000 });
  const rehash = rehasher({
    hasher: guardedHasher(hasher),
    queue,
    rehashes: { record, close: async () => undefined },
    events: { emit: (event) => void events.push(event) },
  });
  return { rehash, hash, record, clock, events, queue };
}

async function storedAtCost(cost: number) {
  return buildStoredKey({ hash: await insecureHasher({ cost }).hash(token) });
}

describe('rehasher', () => {
  it('hashes a token again if its hash is outdated, and records which hash it replaces', async () => {
    const { rehash, record } = rehasherWith();
    const stored = await storedAtCost(1);
    await rehash(token, stored);
    const to = await insecureHasher({ cost: 2 }).hash(token);
    const { id: keyId, owner } = stored.key;
    expect(record.mock.calls).toEqual([[{ keyId, owner, from: stored.hash, to }]]);
  });

  it('leaves a hash with the current parameters alone', async () => {
    const { rehash, hash, record } = rehasherWith();
    await rehash(token, await storedAtCost(2));
    expect(hash).not.toHaveBeenCalled();
    expect(record).not.toHaveBeenCalled();
  });

  it('leaves a hash alone if the hasher cannot tell whether it is outdated', async () => {
    const needsRehash = () => {
      throw new Error('which parameters?');
    };
    const { rehash, hash } = rehasherWith({ given: { needsRehash } });
    await rehash(token, await storedAtCost(1));
    expect(hash).not.toHaveBeenCalled();
  });

  it('does nothing while all slots of the queue are taken: proofs go before renewals', async () => {
    const { rehash, hash, queue } = rehasherWith();
    void queue.runProof(buildKey().id, () => never());
    await rehash(token, await storedAtCost(1));
    expect(hash).not.toHaveBeenCalled();
  });

  it('works if a slot is free', async () => {
    const { rehash, record, queue } = rehasherWith({ concurrency: 2 });
    void queue.runProof(buildKey().id, () => never());
    await rehash(token, await storedAtCost(1));
    expect(record).toHaveBeenCalledOnce();
  });

  it('F10 reports a hasher that fails, and does not fail itself', async () => {
    const { rehash, events, record } = rehasherWith({
      given: { hash: () => Promise.reject(new Error('down')) },
    });
    const stored = await storedAtCost(1);
    await expect(rehash(token, stored)).resolves.toBeUndefined();
    expect(events).toMatchObject([{ type: 'fault', code: 'ERR_HASHER_UNAVAILABLE', keyId: stored.key.id }]);
    expect(record).not.toHaveBeenCalled();
  });

  it('waits no longer than the deadline of a hash', async () => {
    const { rehash, events, clock } = rehasherWith({ given: { hash: () => never() } });
    const rehashing = rehash(token, await storedAtCost(1));
    await turns();
    clock.advance(5_000);
    await rehashing;
    expect(events).toMatchObject([{ type: 'fault', code: 'ERR_OVERLOADED' }]);
  });
});
