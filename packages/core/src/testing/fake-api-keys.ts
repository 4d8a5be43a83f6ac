import type { ApiKeys } from '../api-keys.js';
import type { ApiKeysConfig } from '../config.js';
import { createApiKeys } from '../create-api-keys.js';
import { eachOwner } from '../each-owner.js';
import { PosternError } from '../errors.js';
import { checkOptions } from '../options.js';
import { selfService } from '../policy/self-service.js';
import type { Clock } from '../ports/clock.js';
import type { KeyRepository } from '../ports/key-repository.js';
import { systemClock } from '../runtime/guards.js';
import { insecureHasher } from './insecure-hasher.js';
import { memoryKeyRepository } from './memory-key-repository.js';

/** The options of `fakeApiKeys`: as for `createApiKeys`, except for the default of `policy`. */
export interface FakeApiKeysOptions<Kind extends string = string, Permission extends string = string>
  extends Pick<
    ApiKeysConfig<Kind, Permission>,
    'kinds' | 'permissions' | 'policy' | 'lifetimes' | 'caps' | 'leaks' | 'events' | 'clock'
  > {
  /** Who may manage whose keys. `actingAs` does not ask it. Default `selfService()`. */
  readonly policy?: ApiKeysConfig['policy'];
}

declare const isFake: unique symbol;

/** Keys for the tests of an application. They can be passed wherever those of `createApiKeys` can. */
export interface FakeApiKeys<Kind extends string = string, Permission extends string = string>
  extends ApiKeys<Kind, Permission> {
  readonly [isFake]: true;
}

/** The parts of fake keys that `actingAs` and `duringOutage` use, and the application never sees. */
export interface FakeParts {
  /** The permissions of each owner that a test has acted as. All others are unknown. */
  readonly grants: Map<string, readonly string[]>;
  readonly clock: Clock;
  /** The same keys, without the policy, the listener and the outages of the test. */
  readonly unrestricted: ApiKeys;
  /** The same, a day ago. */
  readonly yesterday: ApiKeys;
  /** How many calls of `duringOutage` are running. */
  outages: number;
}

const partsOfFakes = new WeakMap<ApiKeys, FakeParts>();

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Creates keys for the tests of an application: without a database, Argon2 or users. At first they know no owner and
 * accept no token. `actingAs` creates both.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG`
 * @example
 * const keys = fakeApiKeys({ permissions: ['notes:read', 'notes:write'] });
 */
export function fakeApiKeys<
  const Kind extends string = 'user' | 'team',
  const Permission extends string = string,
>(options: FakeApiKeysOptions<Kind, Permission> = {}): FakeApiKeys<Kind, Permission> {
  checkOptions(options, {
    of: 'fakeApiKeys',
    names: ['kinds', 'permissions', 'policy', 'lifetimes', 'caps', 'leaks', 'events', 'clock'],
  });
  const {
    kinds,
    permissions,
    policy = selfService(),
    lifetimes,
    caps,
    leaks,
    events,
    clock = systemClock,
  } = options;
  const grants: FakeParts['grants'] = new Map();
  const repository = memoryKeyRepository();
  const shared = {
    hasher: insecureHasher(),
    owners: eachOwner((owner) => {
      const granted = grants.get(ownerName(owner));
      return granted && { active: true, permissions: granted };
    }),
    kinds,
    permissions,
  };
  const unseen = { ...shared, repository, policy: { decide: () => ({ ok: true }) as const } };
  const parts: FakeParts = {
    grants,
    clock,
    unrestricted: createApiKeys({ ...unseen, clock }),
    yesterday: createApiKeys({ ...unseen, clock: aDayBehind(clock) }),
    outages: 0,
  };
  const failing = failingRepository(repository, () => parts.outages > 0);
  const keys = createApiKeys({
    ...shared,
    repository: failing,
    policy,
    lifetimes,
    caps,
    leaks,
    events,
    clock,
  });
  partsOfFakes.set(keys, parts);
  return keys as FakeApiKeys<Kind, Permission>;
}

/**
 * Runs `action` while the storage of the keys is down, and returns its result. In the meantime, each request with a key
 * gets 503.
 *
 * @throws {PosternError} `ERR_INVALID_ARGUMENT` if the keys are not from `fakeApiKeys`.
 * @example
 * const keys = fakeApiKeys();
 * const { headers } = await actingAs(keys, { owner, permissions: [] });
 * const { status } = await duringOutage(keys, () => app.request('/notes', { headers })); // 503
 */
export async function duringOutage<Value>(
  keys: FakeApiKeys,
  action: () => Value | PromiseLike<Value>,
): Promise<Value> {
  const parts = partsOf(keys, 'duringOutage');
  parts.outages += 1;
  try {
    return await action();
  } finally {
    parts.outages -= 1;
  }
}

/** Returns the parts of fake keys. Real keys have none, whatever a cast says. */
export function partsOf(keys: ApiKeys, caller: string): FakeParts {
  const parts = partsOfFakes.get(keys);
  if (parts !== undefined) return parts;
  throw new PosternError(
    'ERR_INVALID_ARGUMENT',
    `${caller} needs the keys that fakeApiKeys() returned, not a copy of them and no others: it cannot control the owners and the storage of those`,
  );
}

export function ownerName({ kind, id }: { readonly kind: string; readonly id: string }): string {
  return `${kind} ${id}`;
}

function aDayBehind(clock: Clock): Clock {
  return { ...clock, now: () => new Date(clock.now().getTime() - dayMs) };
}

/** Passes every call on, unless there is an outage. */
function failingRepository(repository: KeyRepository, isDown: () => boolean): KeyRepository {
  return new Proxy(repository, {
    get(target, name, receiver) {
      if (isDown()) throw new PosternError('ERR_REPOSITORY_UNAVAILABLE', 'duringOutage: the storage is down');
      return Reflect.get(target, name, receiver);
    },
  });
}
