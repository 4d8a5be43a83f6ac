import { describe, expect, it, vi } from 'vitest';
import { deferred, never } from '../../test-support/deferred.js';
import { turns } from '../../test-support/turns.js';
import { unhandledRejectionsDuring } from '../../test-support/unhandled-rejections.js';
import { PosternError } from '../errors.js';
import type { EncodedHash } from '../model/api-key.js';
import type { KeyEvent } from '../ports/events.js';
import type { KeyRepository } from '../ports/key-repository.js';
import { settableClock } from '../testing/index.js';
import type { KeyId } from '../token/key-id.js';
import { rehashRecorder } from './rehash-recorder.js';

const owner = { kind: 'user', id: 'ada' } as const;
const down = () => Promise.reject(new PosternError('ERR_REPOSITORY_UNAVAILABLE', 'down'));
const renewal = (keyId: string, to = 'new') => ({
  keyId: keyId as KeyId,
  owner,
  from: 'old' as EncodedHash,
  to: to as EncodedHash,
});

function recorder({
  maxPending = 10,
  rehash,
}: {
  maxPending?: number;
  rehash?: KeyRepository['rehash'];
} = {}) {
  const clock = settableClock();
  const events: KeyEvent[] = [];
  const write = vi.fn<KeyRepository['rehash']>(rehash ?? (async () => true));
  let drawn = 0;
  const rehashes = rehashRecorder({
    repository: { rehash: write },
    clock,
    events: { emit: (event) => void events.push(event) },
    generateEntryId: () => {
      drawn += 1;
      return `entry ${drawn}`;
    },
    flushIntervalMs: 10_000,
    maxPending,
    closeDeadlineMs: 5_000,
  });
  const flush = async () => {
    clock.advance(10_000);
    await turns();
  };
  /** What was written: the key, and its new hash. */
  const written = () => write.mock.calls.map(([{ keyId, to }]) => `${keyId} ${to}`);
  return { rehashes, clock, events, write, written, flush };
}

describe('recording a renewed hash', () => {
  it('writes nothing before the interval is over, and then one statement per key', async () => {
    const { rehashes, clock, written } = recorder();
    for (const keyId of ['a', 'b']) rehashes.record(renewal(keyId));
    clock.advance(9_999);
    await turns();
    expect(written()).toEqual([]);
    clock.advance(1);
    await turns();
    expect(written()).toEqual(['a new', 'b new']);
  });

  it('writes which hash it replaces, and that Postern itself did it', async () => {
    const { rehashes, clock, write, flush } = recorder();
    rehashes.record(renewal('a'));
    await flush();
    const entry = {
      id: 'entry 1',
      keyId: 'a',
      owner,
      action: 'rehashed',
      at: clock.now(),
      reason: null,
      expiresAt: null,
    };
    const rehash = expect.objectContaining({ keyId: 'a', from: 'old', to: 'new' });
    expect(write.mock.calls).toEqual([[rehash, { ...entry, actor: { kind: 'system', id: 'postern' } }]]);
  });

  it('writes one hash per key, the latest, and each once', async () => {
    const { rehashes, written, flush } = recorder();
    for (const to of ['first', 'second']) rehashes.record(renewal('a', to));
    await flush();
    await flush();
    expect(written()).toEqual(['a second']);
  });

  it('accepts a refusal: another process was faster, and there is nothing left to write', async () => {
    const { rehashes, written, events, flush } = recorder({ rehash: async () => false });
    rehashes.record(renewal('a'));
    await flush();
    await flush();
    expect(written()).toHaveLength(1);
    expect(events).toEqual([]);
  });

  it('leaves hashes that are recorded during a write to the next flush', async () => {
    const slow = deferred<boolean>();
    const { rehashes, write, written, flush } = recorder();
    write.mockReturnValueOnce(slow.promise);
    rehashes.record(renewal('a', 'first'));
    await flush();
    rehashes.record(renewal('a', 'second'));
    slow.resolve(true);
    await turns();
    expect(written()).toEqual(['a first']);
    await flush();
    expect(written()).toEqual(['a first', 'a second']);
  });

  it('silently drops hashes beyond the maximum number that may wait', async () => {
    const { rehashes, written, events, flush } = recorder({ maxPending: 2 });
    for (const keyId of ['a', 'b', 'c']) rehashes.record(renewal(keyId));
    await flush();
    expect(written()).toEqual(['a new', 'b new']);
    expect(events).toEqual([]);
  });
});

describe('a renewed hash that cannot be written', () => {
  it('is reported as a fault of its key, and retried with the next flush, after those behind it', async () => {
    const { rehashes, write, written, events, flush } = recorder();
    write.mockImplementationOnce(down);
    for (const keyId of ['a', 'b']) rehashes.record(renewal(keyId));
    await flush();
    expect(events).toMatchObject([{ type: 'fault', code: 'ERR_REPOSITORY_UNAVAILABLE', keyId: 'a' }]);
    expect(written()).toEqual(['a new']);
    await flush();
    expect(written()).toEqual(['a new', 'b new', 'a new']);
  });

  it('does not stop others, however often it fails', async () => {
    const { rehashes, written, flush } = recorder({
      rehash: async ({ keyId }) => (keyId === 'a' ? down() : true),
    });
    for (const keyId of ['a', 'b', 'c']) rehashes.record(renewal(keyId));
    for (let flushes = 0; flushes < 3; flushes += 1) await flush();
    expect(written()).toEqual(['a new', 'b new', 'c new', 'a new', 'a new']);
  });

  it('is replaced by one that was recorded for its key during the write', async () => {
    const slow = deferred<boolean>();
    const { rehashes, write, written, flush } = recorder();
    write.mockReturnValueOnce(slow.promise);
    for (const keyId of ['a', 'b']) rehashes.record(renewal(keyId, 'first'));
    await flush();
    rehashes.record(renewal('a', 'second'));
    slow.reject(new Error('down'));
    await turns();
    await flush();
    expect(written()).toEqual(['a first', 'b first', 'a second']);
  });

  it('F07 leaves no rejection unhandled, however often it fails', async () => {
    const { rehashes, flush } = recorder({ rehash: down });
    const unhandled = await unhandledRejectionsDuring(async () => {
      rehashes.record(renewal('a'));
      for (let flushes = 0; flushes < 3; flushes += 1) await flush();
      await rehashes.close();
    });
    expect(unhandled).toEqual([]);
  });
});

describe('F07 close', () => {
  it('F07 writes what is pending, and accepts no more', async () => {
    const { rehashes, written, flush } = recorder();
    rehashes.record(renewal('a'));
    await rehashes.close();
    rehashes.record(renewal('b'));
    await flush();
    expect(written()).toEqual(['a new']);
  });

  it('F07 writes once if it is called twice', async () => {
    const { rehashes, write } = recorder();
    rehashes.record(renewal('a'));
    await Promise.all([rehashes.close(), rehashes.close()]);
    expect(write).toHaveBeenCalledOnce();
  });

  it('F07 resolves when the last write fails, and does not retry', async () => {
    const { rehashes, written, flush } = recorder({ rehash: down });
    for (const keyId of ['a', 'b']) rehashes.record(renewal(keyId));
    await rehashes.close();
    await flush();
    expect(written()).toEqual(['a new']);
  });

  it('F07 resolves at its deadline when a write hangs', async () => {
    const { rehashes, clock } = recorder({ rehash: () => never() });
    rehashes.record(renewal('a'));
    const closed = rehashes.close();
    await turns();
    clock.advance(5_000);
    await expect(closed).resolves.toBeUndefined();
  });

  it('F07 writes nothing after its deadline, even when the write that hung fails', async () => {
    const slow = deferred<boolean>();
    const { rehashes, clock, write, written, flush } = recorder();
    write.mockReturnValueOnce(slow.promise);
    rehashes.record(renewal('a'));
    await flush();
    const closed = rehashes.close();
    clock.advance(5_000);
    await closed;
    slow.reject(new Error('down'));
    await turns();
    expect(written()).toEqual(['a new']);
  });

  it('F07 writes nothing after its deadline, even when the hanging write ends: the storage may be closed', async () => {
    const slow = deferred<boolean>();
    const { rehashes, clock, write, written, flush } = recorder();
    write.mockReturnValueOnce(slow.promise);
    for (const keyId of ['a', 'b']) rehashes.record(renewal(keyId));
    await flush();
    const closed = rehashes.close();
    clock.advance(5_000);
    await closed;
    slow.resolve(true);
    await turns();
    expect(written()).toEqual(['a new']);
  });
});
