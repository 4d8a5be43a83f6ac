import assert from 'node:assert/strict';
import process from 'node:process';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { eachOwner, type OwnerStatus } from '@postern/core';
import { type SettableClock, settableClock } from '@postern/core/testing';
import { type Clause, reportNotChecked } from '../clause.js';
import { exchange, openStream, type RawRequest, type RawResponse, type StreamedRequest } from './raw-http.js';
import { type ServiceInMemory, serviceInMemory } from './service-in-memory.js';
import type { MakeMiddlewareSubject, MiddlewareSetup, MiddlewareSubject } from './subject.js';
import { type Gate, gate, gatedHasher, type WatchedRepository, watchedRepository } from './watched-parts.js';

/** A service in memory around the subject, with everything that a clause controls and observes. */
export interface World extends ServiceInMemory {
  readonly subject: MiddlewareSubject;
  readonly repository: WatchedRepository;
  readonly hashGate: Gate;
  readonly clock: SettableClock;
  /** The service of `otherKeys`. */
  readonly other: ServiceInMemory;
  /** The answers of the owner directory by `kind.id`: a status, or an error to throw. Has Ada and the team platform. */
  readonly directory: Map<string, OwnerStatus | Error>;
  send(request?: RawRequest): Promise<RawResponse>;
  /** Sends a request with only these header lines to `/principal`. */
  sendLines(...lines: string[]): Promise<RawResponse>;
  /** Sends the head of a POST request to `/echo`, and its body in pieces. */
  stream(request?: Omit<RawRequest, 'body'>): Promise<StreamedRequest>;
}

const permissions = ['agents:read', 'agents:write'] as const;

type ClauseSetup = Omit<MiddlewareSetup, 'keys' | 'otherKeys'>;

/** What a clause may need that not every subject has. */
interface Needs {
  readonly needs?: 'shared response';
}

/** Creates a clause from a check, which gets a world of its own. */
export function clause(
  name: string,
  check: (world: World) => Promise<void>,
  { needs, ...setup }: Partial<ClauseSetup> & Needs = {},
): Clause<MakeMiddlewareSubject> {
  return {
    name,
    ...(needs !== undefined && { needs }),
    async run(make, test) {
      const sent: Promise<unknown>[] = [];
      const streams: StreamedRequest[] = [];
      const world = await openWorld(make, { setup: { options: {}, ...setup }, sent, streams });
      try {
        if (needs !== undefined && world.subject.sharesResponse === false) reportNotChecked(needs, test);
        else await check(world);
      } finally {
        world.repository.readGate.open();
        world.hashGate.open();
        await Promise.allSettled(sent);
        for (const { abort } of streams) abort();
        await world.subject.close();
      }
    },
  };
}

interface Opening {
  readonly setup: ClauseSetup;
  /** Gets the response to each request. */
  readonly sent: Promise<unknown>[];
  readonly streams: StreamedRequest[];
}

async function openWorld(make: MakeMiddlewareSubject, { setup, sent, streams }: Opening): Promise<World> {
  const clock = settableClock();
  const repository = watchedRepository();
  const hashGate = gate();
  const directory = new Map<string, OwnerStatus | Error>([
    ['user.ada', { active: true, permissions }],
    ['team.platform', { active: true, permissions }],
  ]);
  const service = await serviceInMemory({
    repository,
    hasher: gatedHasher(hashGate),
    owners: eachOwner(({ kind, id }) => {
      const answer = directory.get(`${kind}.${id}`);
      if (answer instanceof Error) throw answer;
      return answer;
    }),
    clock,
    limits: { hashQueueLength: 1 },
  });
  const other = await serviceInMemory();
  const subject = await make({ keys: service.keys, otherKeys: other.keys, ...setup });
  const send = (request: RawRequest = {}) => {
    const response = exchange(subject.port, request);
    // A clause may fail for another reason before it awaits this response.
    response.catch(() => undefined);
    sent.push(response);
    return response;
  };
  return {
    ...service,
    subject,
    repository,
    hashGate,
    clock,
    directory,
    other,
    send,
    sendLines: (...lines) => send({ lines }),
    async stream(request) {
      const stream = await openStream(subject.port, { method: 'POST', path: '/echo', ...request });
      streams.push(stream);
      return stream;
    },
  };
}

/** Fails if anything is thrown or rejected in the meantime that no one catches. */
export async function assertNoneUncaught(meanwhile: () => Promise<void>): Promise<void> {
  const uncaught: unknown[] = [];
  const collect = (error: unknown) => void uncaught.push(error);
  process.on('unhandledRejection', collect).on('uncaughtException', collect);
  try {
    await meanwhile();
    // Node reports a rejection after the turn in which no one caught it.
    for (let turn = 0; turn < 10; turn += 1) await nextTurn();
  } finally {
    process.off('unhandledRejection', collect).off('uncaughtException', collect);
  }
  assert.deepEqual(uncaught.map(String), [], 'nothing may be left uncaught');
}

/** Lets the event loop turn until a condition holds. Fails after ten seconds. */
export async function eventually(what: string, holds: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + 10_000;
  while (!holds()) {
    assert.ok(performance.now() < giveUpAt, `${what}: did not happen within ten seconds`);
    await nextTurn();
  }
}
