import type { Leaks } from './leaks.js';
import { type Lifetime, type Lifetimes, maxLifetimeMs } from './model/lifetime.js';
import type { Owner } from './model/owner.js';
import { isPermission } from './model/permission.js';
import { checkOptions, invalidConfig, requirePlain, requireWholeNumber } from './options.js';
import type { Clock } from './ports/clock.js';
import type { Events } from './ports/events.js';
import type { Hasher } from './ports/hasher.js';
import type { KeyCap } from './ports/key-changes.js';
import type { KeyPolicy } from './ports/key-policy.js';
import type { KeyRepository } from './ports/key-repository.js';
import type { OwnerDirectory } from './ports/owner-directory.js';
import type { RetiredPrefix } from './prefixes.js';
import type { CheckKeys } from './runtime/keyed-check.js';
import { isListOf } from './runtime/repository-answers.js';

/** The parts and settings of `createApiKeys`. */
export interface ApiKeysConfig<Kind extends string = string, Permission extends string = string> {
  /** Where keys are stored: an adapter such as `sqliteStorage(…).repository`. Closing it is up to you. */
  readonly repository: KeyRepository;
  /** Hashes tokens, such as `argon2Hasher()`. */
  readonly hasher: Hasher;
  /** Your own users and teams: whether an owner is active, and what it may do now. See `eachOwner`. */
  readonly owners: OwnerDirectory;
  /** Who may manage whose keys. Default: no one. */
  readonly policy?: KeyPolicy | undefined;
  /** The kinds of keys, each `[a-z][a-z0-9]{0,15}`. Default `['user', 'team']`. */
  readonly kinds?: readonly Kind[] | undefined;
  /**
   * What tokens start with, by kind: `{ user: 'acme_user' }` for tokens like `acme_user.…`, which a scanner can tell
   * from those of other services. A lowercase letter, then lowercase letters, digits and single underscores, at most 32
   * characters, not ending in `_`. It applies to keys that are issued or rotated from now on. **Tokens that start with
   * anything else are refused**, unless it is in `retiredPrefixes`. Default: the kind.
   */
  readonly prefixes?: { readonly [Each in NoInfer<Kind>]?: string | undefined } | undefined;
  /**
   * Other prefixes that are accepted, by kind, up to 8 of each, for ever or until a date: `{ user: ['user'] }`. If a
   * service runs in several processes, list a new prefix here first, and in `prefixes` one deploy later. Default: none.
   */
  readonly retiredPrefixes?:
    | { readonly [Each in NoInfer<Kind>]?: readonly RetiredPrefix[] | undefined }
    | undefined;
  /** All permissions of your service, named as in RFC 6749 §3.3. Default: any name is accepted. */
  readonly permissions?: readonly Permission[] | undefined;
  /**
   * How many keys an owner may have, by kind: `{ user: 25, team: 100 }`, each from 1 to 10,000. Disabled keys count,
   * revoked and expired ones don't, and a successor counts in the place of the key that it replaced, so a rotation
   * always fits. Beyond the cap, `issue`, `claim` and `enable` throw `ERR_TOO_MANY_KEYS`. Default: no cap.
   */
  readonly caps?: { readonly [Each in NoInfer<Kind>]?: number | undefined } | undefined;
  /**
   * How long keys live, by kind: `{ user: { defaultMs, maxMs } }`, each from 1 ms to 100 years. It applies to keys that
   * are issued or rotated from now on; existing keys keep their expiry. Default: keys expire only if a request says so.
   */
  readonly lifetimes?: Lifetimes<NoInfer<Kind>> | undefined;
  /**
   * What happens to a key once `reportLeak` has proof that its token leaked, by kind: `{ team: { response: 'notify' }
   * }`. Default: the key is revoked.
   */
  readonly leaks?: Leaks<NoInfer<Kind>> | undefined;
  /** Keys for the check at the end of a token, so that only this service can compute it. Default: a CRC-32. */
  readonly checkKeys?: CheckKeys | undefined;
  /** Receives refusals, faults and other events. Default: none. */
  readonly events?: Events | undefined;
  /** Default: the system clock. */
  readonly clock?: Clock | undefined;
  /** Bounds on time and memory. For the defaults, see `Limits`. */
  readonly limits?: { readonly [Name in keyof Limits]?: Limits[Name] | undefined } | undefined;
}

/** Bounds on time and memory, each a whole number from 1 to 2,147,483,647; `useWriteIntervalMs` may be 0. */
export interface Limits {
  /** How long reading records may take, in milliseconds. Default 2,000. */
  readonly lookupDeadlineMs: number;
  /** How long the owner directory and the policy may take, in milliseconds. Default 2,000. */
  readonly ownerDeadlineMs: number;
  /** How many hashes may wait in the queue, separately for proofs, new keys and reports of leaks. Default 256. */
  readonly hashQueueLength: number;
  /** How long a hash may take, including the wait, in milliseconds. Default 5,000. */
  readonly hashDeadlineMs: number;
  /** How many keys to remember a proof for. Default 10,000. */
  readonly rememberedProofs: number;
  /** How often recorded uses and renewed hashes are written, in milliseconds. Default 10,000. */
  readonly useFlushIntervalMs: number;
  /**
   * The minimum time between two writes of a key's last use, in milliseconds. 0: it is written at every flush. The time
   * is shorter while more than `pendingUses` keys are used within it. Default 60,000.
   */
  readonly useWriteIntervalMs: number;
  /**
   * How many keys may have a use that waits to be written, or a remembered time of the last write, and how many a
   * renewed hash that waits. Default 10,000.
   */
  readonly pendingUses: number;
  /** How long `close` may take, in milliseconds. Default 5,000. */
  readonly closeDeadlineMs: number;
}

const defaultLimits: Limits = {
  lookupDeadlineMs: 2_000,
  ownerDeadlineMs: 2_000,
  hashQueueLength: 256,
  hashDeadlineMs: 5_000,
  rememberedProofs: 10_000,
  useFlushIntervalMs: 10_000,
  useWriteIntervalMs: 60_000,
  pendingUses: 10_000,
  closeDeadlineMs: 5_000,
};

/** The limits that may be less than 1, with their minimum. */
const minLimits: Partial<Limits> = { useWriteIntervalMs: 0 };

/** A record, so that a method that is missing here does not compile. */
const repositoryMethods: Readonly<Record<keyof KeyRepository, true>> = {
  find: true,
  get: true,
  insert: true,
  insertIdempotent: true,
  revoke: true,
  revokeAll: true,
  disable: true,
  reportLeak: true,
  enable: true,
  rename: true,
  rotate: true,
  rehash: true,
  purge: true,
  list: true,
  listAll: true,
  history: true,
  recordUses: true,
  insertOffer: true,
  getOffer: true,
  withdrawOffer: true,
  claimOffer: true,
};

/** The methods that each part must have. Settings without methods are checked where they are read. */
const methodsOf: { readonly [Name in keyof Required<ApiKeysConfig>]: readonly string[] } = {
  repository: Object.keys(repositoryMethods),
  hasher: ['hash', 'verify', 'needsRehash'],
  owners: ['find'],
  policy: ['decide'],
  events: ['emit'],
  clock: ['now', 'monotonicMs', 'schedule'],
  kinds: [],
  prefixes: [],
  retiredPrefixes: [],
  permissions: [],
  caps: [],
  lifetimes: [],
  leaks: [],
  checkKeys: [],
  limits: [],
};
const required: readonly string[] = ['repository', 'hasher', 'owners'];

/**
 * Checks that every part is there and has the methods of its port, and that no name is misspelt: a `checkKey` that was
 * meant as `checkKeys` must not go unnoticed.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG`
 */
export function requireConfig(config: ApiKeysConfig): void {
  checkOptions(config, { of: 'createApiKeys', names: Object.keys(methodsOf) });
  const given: Readonly<Record<string, unknown>> = { ...config };
  for (const [name, methods] of Object.entries(methodsOf)) {
    if (given[name] !== undefined || required.includes(name)) requireMethods(given[name], name, methods);
  }
  requireWholeNumber(config.hasher.concurrency, { name: 'hasher.concurrency' });
}

/** Checks the kinds that a service declares. */
export function readKinds<Kind extends string>(
  kinds: readonly Kind[] = defaultKinds as readonly string[] as readonly Kind[],
): readonly Kind[] {
  if (areNames(kinds, isKind) && kinds.length > 0) return Object.freeze([...kinds]);
  throw invalidConfig(
    'kinds must be one or more different names, each a lowercase letter followed by up to 15 lowercase letters or digits',
  );
}

/** Checks the permissions that a service declares. */
export function readPermissions<Permission extends string>(
  permissions: readonly Permission[] | undefined,
): readonly Permission[] | undefined {
  if (permissions === undefined) return undefined;
  if (areNames(permissions, isPermission)) return Object.freeze([...permissions]);
  throw invalidConfig(
    'permissions must be different names of 1 to 64 printable ASCII characters, without spaces, quotes or backslashes (RFC 6749 §3.3)',
  );
}

/** Counting up to it must stay cheap. */
const maxCap = 10_000;

/** Checks the caps of the declared kinds. Returns a function that returns the cap for an owner, if there is one. */
export function readCaps(
  caps: ApiKeysConfig['caps'] = {},
  kinds: readonly string[],
): (owner: Owner, now: Date) => KeyCap | undefined {
  requirePlain(caps, 'caps');
  checkOptions(caps, { of: 'caps', names: kinds });
  const maxOf = new Map<string, number>();
  for (const [kind, cap] of Object.entries(caps)) {
    if (cap !== undefined) maxOf.set(kind, requireWholeNumber(cap, { name: `caps.${kind}`, max: maxCap }));
  }
  return (owner, now) => {
    const max = maxOf.get(owner.kind);
    return max === undefined ? undefined : { owner, max, now };
  };
}

/** Checks how long keys live. The result has an entry for every kind. */
export function readLifetimes<Kind extends string>(
  lifetimes: ApiKeysConfig['lifetimes'] = {},
  kinds: readonly Kind[],
): Readonly<Record<Kind, Lifetime>> {
  requirePlain(lifetimes, 'lifetimes');
  checkOptions(lifetimes, { of: 'lifetimes', names: kinds });
  const byKind = new Map<string, unknown>(Object.entries(lifetimes));
  return Object.freeze(
    Object.fromEntries(kinds.map((kind) => [kind, readLifetime(kind, byKind.get(kind))])),
  ) as Readonly<Record<Kind, Lifetime>>;
}

function readLifetime(kind: string, lifetime: unknown): Lifetime {
  if (lifetime === undefined) return Object.freeze({});
  const of = `lifetimes.${kind}`;
  requirePlain(lifetime, of);
  checkOptions(lifetime, { of, names: ['defaultMs', 'maxMs'], example: '{ maxMs: 7776000000 }' });
  const { defaultMs, maxMs } = lifetime as Lifetime;
  const bounds = { of, unit: 'milliseconds', max: maxLifetimeMs };
  if (maxMs !== undefined) requireWholeNumber(maxMs, { ...bounds, name: 'maxMs' });
  if (defaultMs !== undefined)
    requireWholeNumber(defaultMs, { ...bounds, name: 'defaultMs', max: maxMs ?? maxLifetimeMs });
  return Object.freeze({ defaultMs, maxMs });
}

/** Checks the bounds and fills in the defaults. */
export function readLimits(limits: ApiKeysConfig['limits'] = {}): Limits {
  checkOptions(limits, { of: 'limits', names: Object.keys(defaultLimits) });
  const given = Object.entries(limits).filter(([, value]) => value !== undefined);
  const all: Limits = { ...defaultLimits, ...Object.fromEntries(given) };
  for (const [name, value] of Object.entries(all))
    requireWholeNumber(value, { name: `limits.${name}`, min: minLimits[name as keyof Limits] });
  return all;
}

/** Checks that a part is there and has the methods of its port. */
export function requireMethods(part: unknown, name: string, methods: readonly string[]): void {
  const missing = methods.filter(
    (method) => typeof (part as Readonly<Record<string, unknown>> | undefined)?.[method] !== 'function',
  );
  if (missing.length > 0) throw invalidConfig(`${name} must have the methods ${missing.join(', ')}`);
}

function areNames(names: unknown, isName: (name: unknown) => name is string): boolean {
  return isListOf(names, isName) && new Set(names).size === names.length;
}

/** The kinds of a service that does not declare its own. */
const defaultKinds: readonly ['user', 'team'] = ['user', 'team'];

/** Checks whether a text can be a kind: a lowercase letter, then up to 15 lowercase letters or digits. */
export function isKind(text: unknown): text is string {
  return typeof text === 'string' && /^[a-z][a-z0-9]{0,15}$/.test(text);
}
