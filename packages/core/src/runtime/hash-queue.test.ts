import { describe, expect, it, vi } from 'vitest';
import { type Deferred, deferred, never } from '../../test-support/deferred.js';
import { turns } from '../../test-support/turns.js';
import { buildKey, settableClock } from '../testing/index.js';
import type { KeyId } from '../token/key-id.js';
import { hashQueue, valueIfRan } from './hash-queue.js';

const overloaded = { ok: false, retryAfterMs: 1_000 };

const [flooder, other] = [buildKey().id, buildKey().id];

function queueOf({ concurrency = 2, length = 3, deadlineMs = 5_000 } = {}) {
  const clock = settableClock();
  const { runProof: run, ...others } = hashQueue({ clock, concurrency, length, deadlineMs });
  /** All jobs are of one key. */
  const queue = <Value>(job: () => Promise<Value>) => run(flooder, job);
  return { clock, queue, run, ...others };
}

/** Jobs that a test ends one by one, and how many of them are running. */
function jobs() {
  const started: Deferred<string>[] = [];
  const job = () => {
    const ending = deferred<string>();
    started.push(ending);
    return ending.promise;
  };
  return { job, started };
}

describe('hashQueue', () => {
  it('returns the value of a job', async () => {
    expect(await queueOf().queue(async () => 'done')).toEqual({ ok: true, value: 'done' });
  });

  it('refuses a job with a result that valueIfRan turns into an error', async () => {
    const { queue } = queueOf({ concurrency: 1, length: 0 });
    const { job, started } = jobs();
    const first = queue(job);
    const refused = await queue(job);
    expect(() => valueIfRan(refused)).toThrow(
      expect.objectContaining({ code: 'ERR_OVERLOADED', retryAfterMs: 1_000 }),
    );
    started[0]?.resolve('done');
    expect(valueIfRan(await first)).toBe('done');
  });

  it('never runs more jobs than its concurrency', async () => {
    const { queue } = queueOf({ concurrency: 3, length: 100 });
    let running = 0;
    let most = 0;
    const job = async () => {
      running += 1;
      most = Math.max(most, running);
      await turns(1);
      running -= 1;
    };
    await Promise.all(Array.from({ length: 50 }, () => queue(job)));
    expect(most).toBe(3);
  });

  it('starts waiting jobs of one key in order', async () => {
    const { queue } = queueOf({ concurrency: 1, length: 10 });
    const order: number[] = [];
    await Promise.all([1, 2, 3].map((place) => queue(async () => void order.push(place))));
    expect(order).toEqual([1, 2, 3]);
  });

  it('refuses a job immediately when it is full', async () => {
    const { queue } = queueOf({ concurrency: 2, length: 3 });
    const { job, started } = jobs();
    for (let count = 0; count < 5; count += 1) void queue(job);
    await expect(queue(job)).resolves.toEqual(overloaded);
    expect(started).toHaveLength(2);
  });

  it('accepts jobs again once one has ended', async () => {
    const { queue } = queueOf({ concurrency: 1, length: 1 });
    const { job, started } = jobs();
    const first = queue(job);
    const second = queue(job);
    await expect(queue(job)).resolves.toEqual(overloaded);
    started[0]?.resolve('first');
    await first;
    const third = queue(job);
    started[1]?.resolve('second');
    await second;
    started[2]?.resolve('third');
    expect(valueIfRan(await third)).toBe('third');
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('broken'))],
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
  ])('passes the error on and frees the slot when a job %s', async (_how, job) => {
    const { queue } = queueOf({ concurrency: 1, length: 1 });
    await expect(queue(job)).rejects.toThrow('broken');
    expect(valueIfRan(await queue(async () => 'next'))).toBe('next');
  });
});

/** A queue with every slot taken. Returns the names of started jobs, and a function that ends the oldest one. */
function busy({ concurrency = 1, length = 100 } = {}) {
  const { run, runNewKey, runReport, isIdle } = queueOf({ concurrency, length });
  const started: string[] = [];
  const refused: string[] = [];
  const ends: (() => void)[] = [];
  const job = (name: string) => () => {
    started.push(name);
    const ending = deferred();
    ends.push(ending.resolve);
    return ending.promise;
  };
  const noted = (name: string, result: Promise<{ ok: boolean }>) =>
    void result.then(({ ok }) => ok || refused.push(name));
  return {
    started,
    refused,
    isIdle,
    prove: (name: string) => noted(name, run(buildKey().id, job(name))),
    make: (maker: string, name: string) => noted(name, runNewKey(maker, job(name))),
    report: (source: string, name: string) => noted(name, runReport(source, job(name))),
    async endOne() {
      ends.shift()?.();
      await turns();
    },
  };
}

describe('F11 hashes of new keys', () => {
  it('F11 delay a proof by at most one hash, however many wait', async () => {
    const { make, prove, endOne, started } = busy();
    for (let count = 0; count < 60; count += 1) make('user ada', `new ${count}`);
    prove('proof');
    await endOne();
    expect(started).toEqual(['new 0', 'proof']);
  });

  it.each([2, 3, 4, 8])('F11 leave half of %d slots free for proofs', (concurrency) => {
    const { make, prove, started, isIdle } = busy({ concurrency });
    for (let count = 0; count < 60; count += 1) make('user ada', 'new');
    expect(started).toHaveLength(Math.floor(concurrency / 2));
    prove('proof');
    expect(started.at(-1)).toBe('proof');
    // A hash is only renewed if nothing is waiting.
    expect(isIdle()).toBe(false);
  });

  it('F11 take turns by the maker of the key', async () => {
    const { make, endOne, started } = busy();
    for (const name of ['ada 1', 'ada 2', 'ada 3']) make('user ada', name);
    make('user grace', 'grace 1');
    for (let count = 0; count < 3; count += 1) await endOne();
    expect(started).toEqual(['ada 1', 'ada 2', 'grace 1', 'ada 3']);
  });

  it('F11 get one turn in five while proofs wait, so that keys can be rotated under a flood', async () => {
    const { make, prove, endOne, started } = busy();
    for (let count = 0; count < 12; count += 1) prove('proof');
    for (const name of ['new 1', 'new 2']) make('user ada', name);
    for (let count = 0; count < 10; count += 1) await endOne();
    const four = ['proof', 'proof', 'proof', 'proof'];
    expect(started).toEqual([...four, 'new 1', ...four, 'new 2', 'proof']);
  });

  it('F11 fill only their own lane, so no proof loses its place in the queue to them', () => {
    const { make, prove, refused } = busy({ length: 4 });
    for (let count = 0; count < 10; count += 1) make('user ada', 'new');
    for (let count = 0; count < 4; count += 1) prove('proof');
    return turns().then(() => expect(refused).toEqual(new Array(5).fill('new')));
  });
});

describe('L04 hashes of reports', () => {
  it.each([1, 2, 3, 4, 8])('L04 take one of %d slots, however many keys they are about', (concurrency) => {
    const { report, prove, started } = busy({ concurrency });
    for (let count = 0; count < 60; count += 1) report('anyone', 'report');
    expect(started).toEqual(['report']);
    for (let count = 0; count < concurrency; count += 1) prove('proof');
    expect(started.slice(1)).toEqual(new Array(concurrency - 1).fill('proof'));
  });

  it.each([2, 3, 4, 8])('L04 and of new keys leave half of %d slots free for proofs', (concurrency) => {
    const { make, report, started } = busy({ concurrency });
    for (let count = 0; count < 60; count += 1) make('user ada', 'new');
    for (let count = 0; count < 60; count += 1) report('anyone', 'report');
    expect(started).toHaveLength(Math.floor(concurrency / 2));
  });

  it('L04 delay a proof by at most one hash, and take turns with new keys', async () => {
    const { make, report, prove, endOne, started } = busy();
    for (let count = 0; count < 60; count += 1) report('anyone', 'report');
    for (const name of ['new 1', 'new 2']) make('user ada', name);
    for (let count = 0; count < 9; count += 1) prove('proof');
    for (let count = 0; count < 13; count += 1) await endOne();
    const four = ['proof', 'proof', 'proof', 'proof'];
    expect(started).toEqual(['report', ...four, 'new 1', ...four, 'report', 'proof', 'new 2', 'report']);
  });

  it('L04 take turns by the source of the report', async () => {
    const { report, endOne, started } = busy();
    for (const name of ['flood 1', 'flood 2', 'flood 3']) report('anyone', name);
    report('GitHub', 'real');
    for (let count = 0; count < 3; count += 1) await endOne();
    expect(started).toEqual(['flood 1', 'flood 2', 'real', 'flood 3']);
  });

  it('L04 fill only their own lane, and keep no hash from being renewed once they are done', async () => {
    const { make, report, prove, endOne, refused, isIdle } = busy({ length: 4 });
    for (let count = 0; count < 10; count += 1) report('anyone', 'report');
    for (let count = 0; count < 4; count += 1) make('user ada', 'new');
    for (let count = 0; count < 4; count += 1) prove('proof');
    await turns();
    expect(refused).toEqual(new Array(5).fill('report'));
    expect(isIdle()).toBe(false);
    for (let count = 0; count < 13; count += 1) await endOne();
    expect(isIdle()).toBe(true);
  });
});

describe('F04 a flood of one key', () => {
  /** A queue in which one job of the flood runs and `waiting` wait, and the names of started and refused jobs. */
  function flooded({ waiting = 3, length = 3 } = {}) {
    const { run } = queueOf({ concurrency: 1, length });
    const started: string[] = [];
    const refused: string[] = [];
    const ends: (() => void)[] = [];
    const add = (keyId: KeyId, name: string) => {
      const ending = deferred();
      const job = () => {
        started.push(name);
        ends.push(ending.resolve);
        return ending.promise;
      };
      void run(keyId, job).then(({ ok }) => ok || refused.push(name));
    };
    const endAll = async () => {
      for (let end = ends.shift(); end !== undefined; end = ends.shift()) {
        end();
        await turns();
      }
    };
    for (let count = 0; count <= waiting; count += 1) add(flooder, `flood ${count}`);
    return { add, started, refused, endAll };
  }

  it('F04 lets a job of another key run before all but one of its own', async () => {
    const { add, started, endAll } = flooded({ waiting: 3, length: 10 });
    add(other, 'first');
    add(other, 'second');
    await endAll();
    expect(started).toEqual(['flood 0', 'flood 1', 'first', 'flood 2', 'second', 'flood 3']);
  });

  it('F04 loses its newest job if another key finds the queue full', async () => {
    const { add, started, refused, endAll } = flooded({ waiting: 3, length: 3 });
    add(other, 'first');
    await turns();
    expect(refused).toEqual(['flood 3']);
    await endAll();
    expect(started).toEqual(['flood 0', 'flood 1', 'first', 'flood 2']);
  });

  it('F04 does not lose a job to a key that would then have as many', async () => {
    const { add, refused } = flooded({ waiting: 3, length: 3 });
    for (const name of ['first', 'second']) add(other, name);
    await turns();
    expect(refused).toEqual(['flood 3', 'second']);
  });

  it('F04 has its own further jobs refused when the queue is full', async () => {
    const { add, refused } = flooded({ waiting: 3, length: 3 });
    add(flooder, 'flood 4');
    await turns();
    expect(refused).toEqual(['flood 4']);
  });

  it('F04 never displaces the only job of a key, however many keys there are', async () => {
    const { add, refused } = flooded({ waiting: 0, length: 2 });
    const names = ['one', 'two', 'three', 'four'];
    for (const name of names) add(buildKey().id, name);
    await turns();
    expect(refused).toEqual(['three', 'four']);
  });
});

describe('the deadline of a job', () => {
  it('includes the time it waits: a job that did not start in time never starts', async () => {
    const { queue, clock } = queueOf({ concurrency: 1, deadlineMs: 5_000 });
    const { job, started } = jobs();
    void queue(job);
    const waiting = vi.fn(job);
    const refused = queue(waiting);
    clock.advance(5_000);
    await expect(refused).resolves.toEqual(overloaded);
    started[0]?.resolve('late');
    await turns();
    expect(waiting).not.toHaveBeenCalled();
  });

  it('does not come early', async () => {
    const { queue, clock } = queueOf({ concurrency: 1, deadlineMs: 5_000 });
    const { job, started } = jobs();
    const first = queue(job);
    clock.advance(4_999);
    started[0]?.resolve('in time');
    expect(valueIfRan(await first)).toBe('in time');
  });

  it('does not free the slot of a job that hangs, because the job still occupies its thread', async () => {
    const { queue, clock } = queueOf({ concurrency: 1, length: 1, deadlineMs: 5_000 });
    const hung = queue(() => never());
    clock.advance(5_000);
    await expect(hung).resolves.toEqual(overloaded);
    const next = vi.fn(async () => 'next');
    void queue(next);
    await turns();
    expect(next).not.toHaveBeenCalled();
    await expect(queue(next)).resolves.toEqual(overloaded);
  });

  it('lets the slot be freed when the job ends after all', async () => {
    const { queue, clock } = queueOf({ concurrency: 1, deadlineMs: 5_000 });
    const { job, started } = jobs();
    const late = queue(job);
    clock.advance(5_000);
    await expect(late).resolves.toEqual(overloaded);
    started[0]?.resolve('late');
    expect(valueIfRan(await queue(async () => 'next'))).toBe('next');
  });
});
