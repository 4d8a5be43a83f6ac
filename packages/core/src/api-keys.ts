import {
  type ApiKeysConfig,
  invalidConfig,
  readKinds,
  readLimits,
  readPermissions,
  requireObject,
  requirePart,
} from './config.js';
import { isFault } from './errors.js';
import type { ApiKey } from './model/api-key.js';
import type { IssuedKey } from './model/issued-key.js';
import { missingPermissions } from './model/permission.js';
import type { Principal } from './model/principal.js';
import { denyAll } from './policy/deny-all.js';
import type { Requirements } from './policy/requirements.js';
import type { KeyEvent } from './ports/events.js';
import { boundedQueue } from './runtime/bounded-queue.js';
import { guardedEvents } from './runtime/guarded-events.js';
import { guardedRepository } from './runtime/guarded-repository.js';
import { keyReader } from './runtime/key-reader.js';
import { keyedCheck } from './runtime/keyed-check.js';
import { ownerAsker } from './runtime/owner-asker.js';
import { policyAsker } from './runtime/policy-asker.js';
import { auditEntryIds, drawKeyId, drawSecret } from './runtime/random.js';
import { hashQueued, secretProofs } from './runtime/secret-proofs.js';
import { systemClock } from './runtime/system-clock.js';
import { useRecorder } from './runtime/use-recorder.js';
import { crcCheck } from './token/check.js';
import { tokenFormat } from './token/token.js';
import { authorizePrincipal } from './use-cases/authorize-principal.js';
import { getKey } from './use-cases/get-key.js';
import { type IssueKeyPorts, type IssueRequest, issueKey } from './use-cases/issue-key.js';
import { type HistoryPage, type HistoryRequest, keyHistory } from './use-cases/key-history.js';
import { type KeyPage, type ListRequest, listKeys } from './use-cases/list-keys.js';
import type { KeyRequest } from './use-cases/managed-key.js';
import { type RevokeRequest, revokeKey } from './use-cases/revoke-key.js';
import { type Verification, type VerifyKeyPorts, verifyKey } from './use-cases/verify-key.js';

/** What was counted since `createApiKeys`. */
export interface Counters {
  /** Events whose listener threw. */
  readonly listenerFailures: number;
  /** Recorded uses that were given up. */
  readonly droppedUses: number;
}

/** The keys of one service. Made by `createApiKeys`. */
export interface ApiKeys<Kind extends string = string, Permission extends string = string> {
  /** The declared kinds. */
  readonly kinds: readonly Kind[];
  /** The declared permissions; `undefined` where none were. */
  readonly permissions: readonly Permission[] | undefined;

  /**
   * Issues a key. The result's `token` is the only time that the plaintext is there.
   *
   * @throws {PosternError} `ERR_FORBIDDEN`, `ERR_OWNER_INACTIVE`, `ERR_SCOPES_NOT_GRANTED`, `ERR_INVALID_NAME`,
   * `ERR_INVALID_SCOPES`, `ERR_INVALID_EXPIRY`, `ERR_INVALID_ARGUMENT`, `ERR_OVERLOADED`, or a fault. No record exists then.
   */
  issue(request: IssueRequest<Kind, Permission>): Promise<IssuedKey>;

  /**
   * Verifies a token. Writes nothing to the database.
   *
   * @throws {PosternError} a fault, where a part below does not answer: never an approval, never a refusal.
   */
  verify(
    token: string,
    requirements?: Requirements<Kind, Permission>,
  ): Promise<Verification<Kind, Permission>>;

  /** Judges the principal of a verification against further requirements. Reads and hashes nothing. */
  authorize(
    principal: Principal,
    requirements: Requirements<Kind, Permission>,
  ): Verification<Kind, Permission>;

  /**
   * Revokes a key: every verification that starts after this resolves fails, in every process. `changed` is false
   * where it was revoked before.
   *
   * @throws {PosternError} `ERR_KEY_NOT_FOUND`, `ERR_FORBIDDEN`, `ERR_INVALID_ARGUMENT`, or a fault.
   */
  revoke(keyId: string, request: RevokeRequest<Kind>): Promise<{ readonly changed: boolean }>;

  /**
   * Lists an owner's keys, newest first.
   *
   * @throws {PosternError} `ERR_FORBIDDEN`, `ERR_INVALID_CURSOR`, `ERR_INVALID_ARGUMENT`, or a fault.
   */
  list(request: ListRequest<Kind>): Promise<KeyPage>;

  /**
   * Gives one record.
   *
   * @throws {PosternError} `ERR_KEY_NOT_FOUND`, also where the actor may not see it; or a fault.
   */
  get(keyId: string, request: KeyRequest<Kind>): Promise<ApiKey>;

  /**
   * Gives the audit entries of a key, or of an owner's keys, newest first.
   *
   * @throws {PosternError} `ERR_KEY_NOT_FOUND`, `ERR_FORBIDDEN`, `ERR_INVALID_CURSOR`, `ERR_INVALID_ARGUMENT`, or a fault.
   */
  history(request: HistoryRequest<Kind>): Promise<HistoryPage>;

  /** Passes an event on to the configured listener. For adapters, which see what verification does not. */
  emit(event: KeyEvent): void;

  counters(): Counters;

  /** Writes the recorded uses, in bounded time, and records no more. The repository stays open: it is yours. */
  close(): Promise<void>;
}

/**
 * Makes the keys of a service out of its parts.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` where a part is missing or a setting is wrong.
 * @example
 * const keys = createApiKeys({
 *   repository: storage.repository,
 *   hasher: argon2Hasher(),
 *   owners: eachOwner((owner) => people.statusOf(owner.id)),
 *   policy: selfService(),
 *   kinds: ['user', 'team'],
 *   permissions: ['agents:read', 'agents:write'],
 * });
 */
export function createApiKeys<
  const Kind extends string = 'user' | 'team',
  const Permission extends string = string,
>(config: ApiKeysConfig<Kind, Permission>): ApiKeys<Kind, Permission> {
  requireObject(config, 'the configuration');
  const kinds = readKinds(config.kinds);
  const permissions = readPermissions(config.permissions);
  const parts = wire(config, kinds);
  const { events, uses } = parts;

  const declared = (requirements: Requirements): Requirements =>
    requireDeclared(requirements, { kinds, permissions });
  const reporting = async <Value>(work: Promise<Value>): Promise<Value> => {
    try {
      return await work;
    } catch (error) {
      if (isFault(error)) events.emit({ type: 'fault', code: error.code, error });
      throw error;
    }
  };

  return {
    kinds,
    permissions,
    issue: (request) => reporting(issueKey({ ...parts, permissions }, request)),
    verify: async (token, requirements = {}) =>
      verifyKey(parts, token, declared(requirements)) as Promise<Verification<Kind, Permission>>,
    authorize: (principal, requirements) =>
      authorizePrincipal(events, principal, declared(requirements)) as Verification<Kind, Permission>,
    revoke: (keyId, request) => reporting(revokeKey(parts, keyId, request)),
    list: (request) => reporting(listKeys(parts, request)),
    get: (keyId, request) => reporting(getKey(parts, keyId, request)),
    history: (request) => reporting(keyHistory(parts, request)),
    emit: events.emit,
    counters: () => ({ listenerFailures: events.failures(), droppedUses: uses.dropped() }),
    close: uses.close,
  };
}

/** Puts the guards around the ports, and the ports to the use cases. */
function wire(config: ApiKeysConfig, kinds: readonly string[]) {
  requirePart(config.repository, 'repository', ['find', 'insert', 'revoke', 'list', 'history', 'recordUses']);
  requirePart(config.hasher, 'hasher', ['hash', 'verify', 'needsRehash']);
  requirePart(config.owners, 'owners', ['find']);
  const { hasher, owners, policy = denyAll, clock = systemClock, checkKeys } = config;
  requirePart(policy, 'policy', ['decide']);
  requirePart(clock, 'clock', ['now', 'monotonicMs', 'schedule']);
  if (config.events !== undefined) requirePart(config.events, 'events', ['emit']);
  if (!Number.isInteger(hasher.concurrency) || hasher.concurrency < 1)
    throw invalidConfig('hasher.concurrency must be a whole number from 1 on');

  const limits = readLimits(config.limits);
  const events = guardedEvents(config.events);
  const repository = guardedRepository(config.repository);
  const queue = boundedQueue({
    clock,
    concurrency: hasher.concurrency,
    length: limits.hashQueueLength,
    deadlineMs: limits.hashDeadlineMs,
  });
  const uses = useRecorder({
    repository,
    clock,
    events,
    flushIntervalMs: limits.useFlushIntervalMs,
    mostPending: limits.pendingUses,
    closeDeadlineMs: limits.closeDeadlineMs,
  });
  return {
    kinds,
    clock,
    events,
    repository,
    uses,
    format: tokenFormat(kinds, checkKeys === undefined ? crcCheck : keyedCheck(checkKeys, clock)),
    read: keyReader(repository, { clock, deadlineMs: limits.lookupDeadlineMs }),
    askOwner: ownerAsker(owners, { clock, deadlineMs: limits.ownerDeadlineMs }),
    decide: policyAsker(policy, { clock, deadlineMs: limits.ownerDeadlineMs }),
    proofs: secretProofs(hasher, { queue, entries: limits.rememberedProofs }),
    hash: hashQueued(hasher, queue),
    recordUse: uses.record,
    drawKeyId,
    drawSecret,
    drawEntryId: auditEntryIds(),
  } satisfies Omit<IssueKeyPorts, 'permissions'> & VerifyKeyPorts & Record<string, unknown>;
}

/** Refuses names that are not declared: a route that asks for them would let nobody in, or everybody. */
function requireDeclared(
  requirements: Requirements,
  { kinds, permissions }: { kinds: readonly string[]; permissions: readonly string[] | undefined },
): Requirements {
  const undeclaredKinds = missingPermissions(requirements.kinds ?? [], kinds);
  const undeclaredScopes =
    permissions === undefined ? [] : missingPermissions(requirements.scopes ?? [], permissions);
  const undeclared = [...undeclaredKinds, ...undeclaredScopes];
  if (undeclared.length > 0) throw invalidConfig(`not declared in createApiKeys: ${undeclared.join(', ')}`);
  return requirements;
}
