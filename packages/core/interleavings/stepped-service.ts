import { createApiKeys, eachOwner, type KeyEvent, type KeyPolicy } from '../src/index.js';
import type { Hasher, KeyRepository } from '../src/ports.js';
import { insecureHasher, memoryKeyRepository, settableClock } from '../src/testing/index.js';
import { allowAll } from '../test-support/service.js';
import { recordWatch } from './record-watch.js';
import type { Steps } from './steps.js';

/** Less than any deadline, so that a flush can come while everything else waits. */
const flushIntervalMs = 1;

/** Dependencies that a scenario can replace, for example by wrong ones. */
export interface Parts {
  readonly repository?: KeyRepository | undefined;
  readonly hasher?: Hasher | undefined;
  /**
   * Answers immediately, without steps of its own: its answer depends only on the question, so steps would show nothing
   * new, and would multiply the orders of three calls by hundreds.
   */
  readonly policy?: KeyPolicy | undefined;
  /** How many keys each person may have. Default: as many as they like. */
  readonly cap?: number | undefined;
}

/** A service on watched records, in which every call of a port is a step. */
export function steppedService(
  steps: Steps,
  {
    repository = memoryKeyRepository(),
    hasher = insecureHasher(),
    policy = steppedPolicy(steps),
    cap,
  }: Parts = {},
) {
  const watch = recordWatch(repository);
  const clock = settableClock();
  const events: KeyEvent[] = [];
  const owners = eachOwner(() => ({ active: true, permissions: ['agents:read'] }));
  const keys = createApiKeys({
    repository: {
      ...watch.repository,
      ...stepped(
        watch.repository,
        ['find', 'get', 'listAll', 'insert', 'rename', 'disable', 'enable', 'revoke', 'rotate', 'purge'],
        steps.call,
      ),
      ...stepped(watch.repository, ['rehash', 'recordUses'], steps.callInBackground),
    },
    hasher: { ...hasher, ...stepped(hasher, ['hash', 'verify'], steps.call) },
    owners: { find: (asked) => steps.call('owners', () => owners.find(asked)) },
    policy,
    events: { emit: (event) => void events.push(event) },
    clock,
    caps: { user: cap },
    // Every use is written by the flush that a scenario triggers.
    limits: { useFlushIntervalMs: flushIntervalMs, useWriteIntervalMs: 0 },
  });
  return {
    keys,
    clock,
    events,
    watch,
    repository,
    /** Lets the interval of the background writes pass. */
    flush: async () => clock.advance(flushIntervalMs),
  };
}

/** A policy that allows everything; each answer is a step. */
function steppedPolicy(steps: Steps): KeyPolicy {
  return {
    decide: (request) => steps.call(`policy on ${request.action}`, () => allowAll.decide(request)),
  };
}

export type SteppedService = ReturnType<typeof steppedService>;

/** Wraps methods of a port so that each call is a step. */
function stepped<Port extends object, Name extends keyof Port & string>(
  port: Port,
  names: readonly Name[],
  call: Steps['call'],
): Pick<Port, Name> {
  const methods = names.map((name) => {
    const method = port[name] as (...given: readonly unknown[]) => unknown;
    return [name, (...given: readonly unknown[]) => call(name, () => method(...given))];
  });
  return Object.fromEntries(methods);
}
