import type { IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { postgresDatabases, sqliteDatabase } from '../../test-support/database.js';
import { extent } from '../../test-support/extent.js';
import { longestTurn } from '../faults/longest-turn.js';
import { type ServiceWithKeys, serviceWithKeys } from './service-with-keys.js';

const { exportedKeys, maxMs } = extent;
const person = { kind: 'user', id: 'person-1' } as const;

describe.each([
  ['SQLite', () => sqliteDatabase],
  ['PostgreSQL', () => postgresDatabases(inject('postgresUrl'))],
])(`an export of ${exportedKeys} keys from %s`, (_engine, makeDatabase) => {
  let service: ServiceWithKeys;
  beforeAll(async () => {
    service = await serviceWithKeys(makeDatabase(), exportedKeys);
  }, maxMs);
  afterAll(() => service?.stop());

  it('waits for a client that does not read, and ends when it leaves', { timeout: maxMs }, async () => {
    const before = service.pages();
    const answer = await service.requestCsv();
    const waiting = await settled(service.pages);
    expect(waiting - before).toBeLessThan(exportedKeys / 100);
    answer.destroy();
    expect(await settled(service.pages)).toBeLessThanOrEqual(waiting + 1);
  });

  it('has each key once, in constant memory, and never holds the event loop', {
    timeout: maxMs,
  }, async () => {
    const names = namesIn(await service.requestCsv());
    const half = exportedKeys / 2;
    const first = await timed(take(names, half / 5));
    const memoryBefore = memoryInUse();
    const middle = await timed(take(names, half - half / 5));
    // Keys that were exported, keys that are still to come, and new ones.
    const { keys } = await service.keys.listAll({ actor: person, createdBy: person, limit: 100 });
    for (const { id } of keys) await service.keys.revoke(id, { actor: person });
    for (let issued = 0; issued < 10; issued += 1)
      await service.keys.issue({ owner: person, actor: person, name: 'issued during the export' });
    const rest = await timed(take(names, half - half / 5));
    const memoryAfter = memoryInUse();
    const last = await timed(take(names, exportedKeys));

    expect(first.count + middle.count + rest.count + last.count).toBe(exportedKeys);
    // A page has 175 kB; the rest is what the sockets and the client hold.
    expect(memoryAfter - memoryBefore).toBeLessThan(8 * 2 ** 20);
    for (const { longestMs } of [first, middle, rest, last]) expect(longestMs).toBeLessThan(100);
    // The last tenth comes as fast as the first. A tenth of a few keys takes too little time to compare.
    if (exportedKeys > 100_000) expect(last.perKeyMs).toBeLessThan(3 * first.perKeyMs);
  });
});

/** Reads the names in CSV without quotes, and fails if a key does not come after the one before. */
async function* namesIn(answer: IncomingMessage): AsyncGenerator<string, void, void> {
  let previous = '~';
  let isHeader = true;
  for await (const line of createInterface({ input: answer })) {
    const [id = '', _display, name = '', _state, _ownerKind, _ownerId, createdAt = ''] = line.split(',', 7);
    const position = `${createdAt} ${id}`;
    if (!isHeader && position >= previous) throw new Error(`${name} is repeated, or not in its place`);
    if (!isHeader) yield name;
    previous = isHeader ? previous : position;
    isHeader = false;
  }
}

/** Takes up to this many, and returns how many there were. */
async function take(names: AsyncGenerator<string, void, void>, count: number): Promise<number> {
  let taken = 0;
  while (taken < count && !(await names.next()).done) taken += 1;
  return taken;
}

/** Measures how long reading takes, and how long it holds the event loop. */
async function timed(reading: Promise<number>) {
  const start = performance.now();
  const longestMs = await longestTurn(reading);
  const count = await reading;
  return { count, longestMs, perKeyMs: (performance.now() - start) / count };
}

/** Waits until a number stays the same for a while, and returns it. */
async function settled(number: () => number): Promise<number> {
  for (let last = -1; ; await pause(200)) {
    if (number() === last) return last;
    last = number();
  }
}

/** Returns the bytes in use in the heap and outside of it, after a full garbage collection. */
function memoryInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
