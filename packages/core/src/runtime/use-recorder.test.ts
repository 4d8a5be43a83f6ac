import { describe, expect, it, vi } from 'vitest';
import { deferred, never } from '../../test-support/deferred.js';
import { turns } from '../../test-support/turns.js';
import { unhandledRejectionsDuring } from '../../test-support/unhandled-rejections.js';
import { PosternError } from '../errors.js';
import type { KeyEvent } from '../ports/events.js';
import type { KeyUse } from '../ports/key-changes.js';
import type { KeyRepository } from '../ports/key-repository.js';
import { buildKey, settableClock } from '../testing/index.js';
import type { KeyId } from '../token/key-id.js';
import { useRecorder } from './use-recorder.js';

const [a, b, c] = ['a', 'b', 'c'] as unknown as readonly [KeyId, KeyId, KeyId];
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
const down = () => Promise.reject(new PosternError('ERR_REPOSITORY_UNAVAILABLE', 'down'));

function recorder({
  maxPending = 10,
  writeIntervalMs = 0,
  recordUses,
}: {
  readonly maxPending?: number;
  readonly writeIntervalMs?: number;
  readonly recordUses?: KeyRepository['recordUses'];
} = {}) {
  const clock = settableClock();
  const events: KeyEvent[] = [];
  const write = vi.fn<KeyRepository['recordUses']>(recordUses ?? (async () => undefined));
  const uses = useRecorder({
    repository: { recordUses: write },
    clock,
    events: { emit: (event) => void events.push(event) },
    flushIntervalMs: 10_000,
    writeIntervalMs,
    maxPending,
    closeDeadlineMs: 5_000,
  });
  /** What was written, flush by flush. */
  const written = (): readonly (readonly KeyUse[])[] => write.mock.calls.map(([flushed]) => flushed);
  /** Lets seconds pass, one by one, with everything that is due in them. */
  const pass = async (seconds: number, each: () => void = () => undefined): Promise<void> => {
    for (let second = 0; second < seconds; second += 1) {
      each();
      clock.advance(1_000);
      await turns();
    }
  };
  return { uses, clock, events, write, written, pass };
}

describe('the latest known use', () => {
  const key = buildKey({ lastUsedAt: at(5) });
  const shown = ({ uses }: ReturnType<typeof recorder>, given = key) => uses.withLatestUse(given).lastUsedAt;

  it('is the one that is waiting to be written, or the one in the record if that is later', () => {
    const given = recorder();
    expect(shown(given)).toEqual(at(5));
    given.uses.record(key.id, at(4));
    expect(shown(given)).toEqual(at(5));
    given.uses.record(key.id, at(6));
    expect(shown(given)).toEqual(at(6));
    expect(shown(given, { ...key, lastUsedAt: null })).toEqual(at(6));
  });

  it.each([0, 60_000])(
    'is known while it is being written, with %d ms between two writes for a key',
    async (writeIntervalMs) => {
      const slow = deferred<undefined>();
      const given = recorder({ writeIntervalMs, recordUses: () => slow.promise });
      given.uses.record(key.id, at(6));
      await given.pass(11);
      expect(given.written()).toHaveLength(1);
      expect(shown(given)).toEqual(at(6));
      slow.resolve(undefined);
      await turns();
      expect(shown(given)).toEqual(at(6));
    },
  );

  it('is known again after a write that failed', async () => {
    const given = recorder({ recordUses: down });
    given.uses.record(key.id, at(6));
    await given.pass(11);
    expect(shown(given)).toEqual(at(6));
  });

  it('of a revoked key is the one in the record, because no later one will be written', () => {
    const given = recorder();
    given.uses.record(key.id, at(6));
    expect(shown(given, { ...key, revokedAt: at(7) })).toEqual(at(5));
  });

  it('of one key does not affect other keys', () => {
    const given = recorder();
    given.uses.record(a, at(6));
    expect(given.uses.withLatestUse(key)).toBe(key);
  });
});

describe('recording uses', () => {
  it('writes nothing before the interval is over', async () => {
    const { uses, clock, written } = recorder();
    uses.record(a, at(1));
    clock.advance(9_999);
    await turns();
    expect(written()).toEqual([]);
    clock.advance(1);
    await turns();
    expect(written()).toEqual([[{ keyId: a, at: at(1) }]]);
  });

  it('writes many uses of a key as one, the latest, in whatever order they were recorded', async () => {
    const { uses, clock, written } = recorder();
    for (const second of [1, 5, 3]) uses.record(a, at(second));
    uses.record(b, at(2));
    clock.advance(10_000);
    await turns();
    expect(written()).toEqual([
      [
        { keyId: a, at: at(5) },
        { keyId: b, at: at(2) },
      ],
    ]);
  });

  it('writes uses that were recorded after a flush with the next one', async () => {
    const { uses, clock, written } = recorder();
    for (const second of [1, 2]) {
      uses.record(a, at(second));
      clock.advance(10_000);
      await turns();
    }
    expect(written()).toEqual([[{ keyId: a, at: at(1) }], [{ keyId: a, at: at(2) }]]);
  });

  it('does nothing while no key is used', async () => {
    const { clock, write } = recorder();
    clock.advance(60_000);
    await turns();
    expect(write).not.toHaveBeenCalled();
  });

  it('gathers uses during a slow write into one, instead of a queue of writes', async () => {
    const slow = deferred();
    const { uses, clock, write, written } = recorder();
    write.mockReturnValueOnce(slow.promise);
    for (const second of [1, 2, 3]) {
      uses.record(a, at(second));
      clock.advance(10_000);
      await turns();
    }
    expect(write).toHaveBeenCalledOnce();
    slow.resolve();
    await turns();
    expect(written()[1]).toEqual([{ keyId: a, at: at(3) }]);
  });
});

describe('the interval between two writes for one key', () => {
  const minute = { writeIntervalMs: 60_000 };

  it('allows one write, of the latest use, however often the key is used', async () => {
    const { uses, clock, written, pass } = recorder(minute);
    const startMs = clock.now().getTime();
    await pass(200, () => uses.record(a, clock.now()));
    const seconds = written().map((flushed) => flushed.map((use) => (Number(use.at) - startMs) / 1_000));
    expect(seconds).toEqual([[9], [69], [129], [189]]);
  });

  it('does not delay the first use after a quiet period beyond the next flush', async () => {
    const { uses, written, pass } = recorder(minute);
    uses.record(a, at(1));
    await pass(100);
    uses.record(a, at(2));
    await pass(10);
    expect(written()).toEqual([[{ keyId: a, at: at(1) }], [{ keyId: a, at: at(2) }]]);
  });

  it('ends with a write of the latest use, even if the key is not used again', async () => {
    const { uses, written, pass } = recorder(minute);
    uses.record(a, at(1));
    await pass(10);
    uses.record(a, at(11));
    await pass(59);
    expect(written()).toHaveLength(1);
    await pass(1);
    expect(written()[1]).toEqual([{ keyId: a, at: at(11) }]);
  });

  it('does not hold other keys back', async () => {
    const { uses, written, pass } = recorder(minute);
    uses.record(a, at(1));
    await pass(10);
    uses.record(a, at(11));
    uses.record(b, at(11));
    await pass(10);
    expect(written()[1]).toEqual([{ keyId: b, at: at(11) }]);
  });

  it('is measured by a clock that never steps', async () => {
    const { uses, clock, write, pass } = recorder(minute);
    uses.record(a, clock.now());
    await pass(10);
    clock.set(new Date('2027-01-01T00:00:00Z'));
    uses.record(a, clock.now());
    await pass(50);
    expect(write).toHaveBeenCalledOnce();
  });

  it('does not delay the retry of a failed write beyond the next flush', async () => {
    const { uses, write, written, pass } = recorder(minute);
    write.mockImplementationOnce(down);
    uses.record(a, at(1));
    await pass(10);
    uses.record(a, at(11));
    await pass(10);
    expect(written()[1]).toEqual([{ keyId: a, at: at(11) }]);
    uses.record(a, at(21));
    await pass(50);
    expect(write).toHaveBeenCalledTimes(2);
  });

  it('sets no timer if nothing is waiting', async () => {
    const { uses, clock, pass } = recorder(minute);
    uses.record(a, at(1));
    await pass(10);
    const schedule = vi.spyOn(clock, 'schedule');
    await pass(120);
    expect(schedule).not.toHaveBeenCalled();
  });

  it('F07 does not delay close, which writes the latest use of every key', async () => {
    const { uses, written, pass } = recorder(minute);
    uses.record(a, at(1));
    await pass(10);
    uses.record(a, at(11));
    uses.record(b, at(12));
    await uses.close();
    expect(written()[1]).toEqual([
      { keyId: a, at: at(11) },
      { keyId: b, at: at(12) },
    ]);
  });
});

describe('a full recorder', () => {
  it('drops further uses, counts them, and reports them', () => {
    const { uses, events } = recorder({ maxPending: 2 });
    for (const keyId of [a, b, c]) uses.record(keyId, at(1));
    expect(uses.dropped()).toBe(1);
    expect(events).toEqual([{ type: 'uses_dropped', count: 1 }]);
  });

  it('still accepts uses of keys that are already waiting', async () => {
    const { uses, clock, written } = recorder({ maxPending: 1 });
    uses.record(a, at(1));
    uses.record(a, at(2));
    clock.advance(10_000);
    await turns();
    expect(written()).toEqual([[{ keyId: a, at: at(2) }]]);
    expect(uses.dropped()).toBe(0);
  });

  it('drops uses that find no room after their write failed', async () => {
    const slow = deferred();
    const { uses, write, pass, events } = recorder({ maxPending: 1 });
    write.mockReturnValueOnce(slow.promise);
    uses.record(a, at(1));
    await pass(10);
    uses.record(b, at(11));
    slow.reject(new Error('down'));
    await pass(1);
    expect(uses.dropped()).toBe(1);
    expect(events).toEqual([{ type: 'uses_dropped', count: 1 }]);
  });
});

describe('a write that fails', () => {
  it('is retried with the next flush, and reported', async () => {
    const { uses, clock, write, written, events } = recorder();
    write.mockImplementationOnce(down);
    uses.record(a, at(1));
    clock.advance(10_000);
    await turns();
    expect(events).toMatchObject([{ type: 'fault', code: 'ERR_REPOSITORY_UNAVAILABLE' }]);
    clock.advance(10_000);
    await turns();
    expect(written()).toEqual([[{ keyId: a, at: at(1) }], [{ keyId: a, at: at(1) }]]);
    expect(uses.dropped()).toBe(0);
  });

  it('does not set back a use that was recorded in the meantime', async () => {
    const slow = deferred();
    const { uses, clock, write, written } = recorder();
    write.mockReturnValueOnce(slow.promise);
    uses.record(a, at(1));
    clock.advance(10_000);
    await turns();
    uses.record(a, at(2));
    slow.reject(new Error('down'));
    await turns();
    clock.advance(10_000);
    await turns();
    expect(written()[1]).toEqual([{ keyId: a, at: at(2) }]);
  });

  it('F07 leaves no rejection unhandled, however often it fails', async () => {
    const { uses, clock } = recorder({ recordUses: down });
    const unhandled = await unhandledRejectionsDuring(async () => {
      for (const second of [1, 2, 3]) {
        uses.record(a, at(second));
        clock.advance(10_000);
        await turns();
      }
      await uses.close();
    });
    expect(unhandled).toEqual([]);
  });
});

describe('F07 close', () => {
  it('F07 writes what is pending', async () => {
    const { uses, written } = recorder();
    uses.record(a, at(1));
    await uses.close();
    expect(written()).toEqual([[{ keyId: a, at: at(1) }]]);
  });

  it('F07 writes nothing if nothing is pending', async () => {
    const { uses, write } = recorder();
    await uses.close();
    expect(write).not.toHaveBeenCalled();
  });

  it('F07 writes once if it is called twice, and both calls wait for it', async () => {
    const slow = deferred();
    const { uses, write } = recorder({ recordUses: () => slow.promise });
    uses.record(a, at(1));
    const closings = [uses.close(), uses.close()];
    const second = vi.fn();
    void closings[1]?.then(second);
    await turns();
    expect(second).not.toHaveBeenCalled();
    slow.resolve();
    await Promise.all([...closings, uses.close()]);
    expect(write).toHaveBeenCalledOnce();
  });

  it('F07 has the deadline of the first call if it is called twice', async () => {
    const { uses, clock } = recorder({ recordUses: () => never() });
    uses.record(a, at(1));
    void uses.close();
    await turns();
    clock.advance(4_000);
    const second = vi.fn();
    void uses.close().then(second);
    clock.advance(1_000);
    await turns();
    expect(second).toHaveBeenCalledOnce();
  });

  it('F07 waits for a write that is in progress, and writes what was recorded since', async () => {
    const slow = deferred();
    const { uses, clock, write, written } = recorder();
    write.mockReturnValueOnce(slow.promise);
    uses.record(a, at(1));
    clock.advance(10_000);
    await turns();
    uses.record(b, at(2));
    const closed = uses.close();
    await turns();
    expect(write).toHaveBeenCalledOnce();
    slow.resolve();
    await closed;
    expect(written()[1]).toEqual([{ keyId: b, at: at(2) }]);
  });

  it('F07 resolves when the last write fails, and counts what is lost', async () => {
    const { uses, events } = recorder({ recordUses: down });
    uses.record(a, at(1));
    uses.record(b, at(1));
    await uses.close();
    expect(uses.dropped()).toBe(2);
    expect(events).toContainEqual({ type: 'uses_dropped', count: 2 });
  });

  it('F07 resolves at its deadline when the last write hangs, and counts what may be lost', async () => {
    const { uses, clock, events } = recorder({ recordUses: () => never() });
    uses.record(a, at(1));
    const closed = uses.close();
    await turns();
    clock.advance(5_000);
    await closed;
    expect(uses.dropped()).toBe(1);
    expect(events).toEqual([{ type: 'uses_dropped', count: 1 }]);
  });

  it('F07 counts uses only once if they are lost behind a write that hangs and then fails', async () => {
    const slow = deferred();
    const { uses, clock, write } = recorder();
    write.mockReturnValueOnce(slow.promise);
    uses.record(a, at(1));
    clock.advance(10_000);
    await turns();
    uses.record(b, at(2));
    const closed = uses.close();
    clock.advance(5_000);
    await closed;
    slow.reject(new Error('down'));
    await turns();
    expect(uses.dropped()).toBe(2);
    expect(write).toHaveBeenCalledOnce();
  });

  it('F07 makes the recorder count further uses as dropped, without a timer or a write', async () => {
    const { uses, clock, write } = recorder();
    await uses.close();
    uses.record(a, at(1));
    clock.advance(60_000);
    await turns();
    expect(write).not.toHaveBeenCalled();
    expect(uses.dropped()).toBe(1);
  });
});
