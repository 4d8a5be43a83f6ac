import { isPermission } from './model/permission.js';
import { checkOptions, invalidConfig, wholeNumber } from './options.js';
import type { Clock } from './ports/clock.js';
import type { Events } from './ports/events.js';
import type { Hasher } from './ports/hasher.js';
import type { KeyPolicy } from './ports/key-policy.js';
import type { KeyRepository } from './ports/key-repository.js';
import type { OwnerDirectory } from './ports/owner-directory.js';
import type { CheckKeys } from './runtime/keyed-check.js';

/** What `createApiKeys` is made of. */
export interface ApiKeysConfig<Kind extends string = string, Permission extends string = string> {
  /** Where keys are kept: an adapter such as `sqliteStorage(…).repository`. It stays yours to close. */
  readonly repository: KeyRepository;
  /** What makes hashes of tokens, such as `argon2Hasher()`. */
  readonly hasher: Hasher;
  /** Who may do what, now: your own users and teams. See `eachOwner`. */
  readonly owners: OwnerDirectory;
  /** Who may manage whose keys. Default: nobody. */
  readonly policy?: KeyPolicy | undefined;
  /** The kinds of keys, each `[a-z][a-z0-9]{0,15}`. Default `['user', 'team']`. */
  readonly kinds?: readonly Kind[] | undefined;
  /** All permissions that there are (RFC 6749 §3.3 names). Default: any name is taken. */
  readonly permissions?: readonly Permission[] | undefined;
  /** Makes the check of a token something that only this service can compute. Default: CRC-32. */
  readonly checkKeys?: CheckKeys | undefined;
  /** Listens to refusals, faults and changes. Default: nobody. */
  readonly events?: Events | undefined;
  /** Default: the system's. */
  readonly clock?: Clock | undefined;
  /** Bounds of time and memory. Default: those that `Limits` names. */
  readonly limits?: { readonly [Name in keyof Limits]?: Limits[Name] | undefined } | undefined;
}

/** Bounds of time and memory, each a whole number from 1 to 2,147,483,647; `useWriteIntervalMs` may be 0. */
export interface Limits {
  /** How long reading records may take, in milliseconds. Default 2,000. */
  readonly lookupDeadlineMs: number;
  /** How long the owner directory and the policy may take, in milliseconds. Default 2,000. */
  readonly ownerDeadlineMs: number;
  /** How many hashes may wait for their turn, for proofs and for new keys separately. Default 256. */
  readonly hashQueueLength: number;
  /** How long a hash may take, waiting included, in milliseconds. Default 5,000. */
  readonly hashDeadlineMs: number;
  /** For how many keys a proof is remembered. Default 10,000. */
  readonly rememberedProofs: number;
  /** How often recorded uses and renewed hashes are written, in milliseconds. Default 10,000. */
  readonly useFlushIntervalMs: number;
  /**
   * How long it is at least from one write of a key's use to the next, in milliseconds. 0: not longer than the flushes
   * are apart. It is cut short while more than `pendingUses` keys are used within it. Default 60,000.
   */
  readonly useWriteIntervalMs: number;
  /**
   * For how many keys a use may wait to be written, or is remembered when it was, and for how many a renewed hash may
   * wait. Default 10,000.
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

/** What each part must have; the others are checked where they are read. */
const methodsOf: { readonly [Name in keyof Required<ApiKeysConfig>]: readonly string[] } = {
  repository: [
    'find',
    'get',
    'insert',
    'insertIdempotent',
    'revoke',
    'revokeAll',
    'disable',
    'enable',
    'rename',
    'rotate',
    'rehash',
    'purge',
    'list',
    'history',
    'recordUses',
    'insertOffer',
    'getOffer',
    'withdrawOffer',
    'claimOffer',
  ],
  hasher: ['hash', 'verify', 'needsRehash'],
  owners: ['find'],
  policy: ['decide'],
  events: ['emit'],
  clock: ['now', 'monotonicMs', 'schedule'],
  kinds: [],
  permissions: [],
  checkKeys: [],
  limits: [],
};
const required: readonly string[] = ['repository', 'hasher', 'owners'];

/**
 * Checks that every part is there, has the methods of its port, and bears a name that is one: a `checkKey` that is meant
 * as `checkKeys` must not go unnoticed.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG`
 */
export function requireConfig(config: ApiKeysConfig): void {
  checkOptions(config, { of: 'createApiKeys', names: Object.keys(methodsOf) });
  const given: Readonly<Record<string, unknown>> = { ...config };
  for (const [name, methods] of Object.entries(methodsOf)) {
    if (given[name] !== undefined || required.includes(name)) requireMethods(given[name], name, methods);
  }
  wholeNumber(config.hasher.concurrency, { name: 'hasher.concurrency' });
}

/** Checks the kinds that a service declares. */
export function readKinds<Kind extends string>(
  kinds: readonly Kind[] = defaultKinds as readonly string[] as readonly Kind[],
): readonly Kind[] {
  if (areNames(kinds, isKind) && kinds.length > 0) return Object.freeze([...kinds]);
  throw invalidConfig(
    'kinds must be one or more different names, each a lower-case letter and up to 15 lower-case letters or digits',
  );
}

/** Checks the permissions that a service declares. */
export function readPermissions<Permission extends string>(
  permissions: readonly Permission[] | undefined,
): readonly Permission[] | undefined {
  if (permissions === undefined) return undefined;
  if (areNames(permissions, isPermission)) return Object.freeze([...permissions]);
  throw invalidConfig(
    'permissions must be different names of printable ASCII without space, quote and backslash (RFC 6749 §3.3)',
  );
}

/** Checks the bounds and fills in the defaults. */
export function readLimits(limits: ApiKeysConfig['limits'] = {}): Limits {
  checkOptions(limits, { of: 'limits', names: Object.keys(defaultLimits) });
  const given = Object.entries(limits).filter(([, value]) => value !== undefined);
  const all: Limits = { ...defaultLimits, ...Object.fromEntries(given) };
  for (const [name, value] of Object.entries(all))
    wholeNumber(value, { name: `limits.${name}`, min: minLimits[name as keyof Limits] });
  return all;
}

/** Checks that a part is there and has the methods of its port. */
export function requireMethods(part: unknown, name: string, methods: readonly string[]): void {
  const missing = methods.filter(
    (method) => typeof (part as Readonly<Record<string, unknown>> | undefined)?.[method] !== 'function',
  );
  if (missing.length > 0) throw invalidConfig(`${name} must have: ${missing.join(', ')}`);
}

function areNames(names: unknown, isName: (name: unknown) => boolean): boolean {
  return Array.isArray(names) && Array.from(names).every(isName) && new Set(names).size === names.length;
}

/** The kinds of a service that declares none of its own. */
const defaultKinds: readonly ['user', 'team'] = ['user', 'team'];

/** Says whether a text may be a kind: a lower-case letter, then up to 15 lower-case letters or digits. */
export function isKind(text: unknown): text is string {
  return typeof text === 'string' && /^[a-z][a-z0-9]{0,15}$/.test(text);
}
