import { describe, expect, it } from 'vitest';
import { never } from '../../test-support/deferred.js';
import { turns } from '../../test-support/turns.js';
import type { Clock } from '../ports/clock.js';
import { settableClock } from '../testing/index.js';
import { withinDeadline } from './within-deadline.js';

/** A clock that counts the scheduled calls that were not made yet. */
function countingClock() {
  const clock = settableClock();
  let scheduled = 0;
  const schedule: Clock['schedule'] = (ms, callback) => {
    const cancel = clock.schedule(ms, callback);
    scheduled += 1;
    return () => {
      scheduled -= 1;
      cancel();
    };
  };
  return { ...clock, schedule, scheduled: () => scheduled };
}

const deadline = { ms: 1_000, onLate: () => new Error('late') };

describe('withinDeadline', () => {
  it('returns what the work returns, and leaves no timer behind', async () => {
    const clock = countingClock();
    expect(await withinDeadline(clock, Promise.resolve('done'), deadline)).toBe('done');
    await expect(withinDeadline(clock, Promise.reject(new Error('broken')), deadline)).rejects.toThrow(
      'broken',
    );
    expect(clock.scheduled()).toBe(0);
  });

  it('rejects at the deadline with the error that onLate returns', async () => {
    const clock = settableClock();
    const waiting = withinDeadline(clock, never(), deadline);
    clock.advance(1_000);
    await expect(waiting).rejects.toThrow('late');
  });

  it('rejects at the deadline if a thenable fulfils with a promise that is never settled', async () => {
    const clock = settableClock();
    // biome-ignore lint/suspicious/noThenProperty: a thenable is the subject
    const thenable = { then: (fulfil: (value: unknown) => void) => fulfil(never()) } as PromiseLike<unknown>;
    const waiting = withinDeadline(clock, thenable, deadline);
    await turns(1);
    clock.advance(1_000);
    await expect(waiting).rejects.toThrow('late');
  });
});
