import type { ApiKeys } from './api-keys.js';
import {
  type ApiKeysConfig,
  type Limits,
  readCaps,
  readKinds,
  readLifetimes,
  readLimits,
  readPermissions,
  requireConfig,
} from './config.js';
import { isFault } from './errors.js';
import { readLeaks } from './leaks.js';
import { denyAll } from './policy/self-service.js';
import type { Clock } from './ports/clock.js';
import type { KeyPolicy } from './ports/key-policy.js';
import type { KeyRepository } from './ports/key-repository.js';
import { readPrefixes } from './prefixes.js';
import { type Declared, requirementsCheck } from './requirements.js';
import { keyVersion, requestIdOf } from './runtime/digests.js';
import { guardedHasher } from './runtime/guarded-hasher.js';
import { guardedOwners } from './runtime/guarded-owners.js';
import { guardedLookup, guardedRepository, keyReader } from './runtime/guarded-repository.js';
import { guardedClock, guardedEvents, guardedPolicy, systemClock } from './runtime/guards.js';
import { type HashQueue, hashQueue, unsharedQueue, valueIfRan } from './runtime/hash-queue.js';
import { keyedCheck } from './runtime/keyed-check.js';
import { auditEntryIds, generateKeyId, generateSecret } from './runtime/random.js';
import { type RehashRecorder, rehasher, rehashRecorder } from './runtime/rehash-recorder.js';
import { secretProofs } from './runtime/secret-proofs.js';
import { batchPerTurn, nextTurn, requestsAreIsolated } from './runtime/turns.js';
import { type UseRecorder, useRecorder } from './runtime/use-recorder.js';
import { crcCheck, type TokenFormat, type TokenPrefix, tokenFormat } from './token/token.js';
import { keysAffectedBy } from './use-cases/affected-keys.js';
import { disableKey, enableKey, renameKey, revokeKey } from './use-cases/change-key.js';
import { claimOffer } from './use-cases/claim-offer.js';
import { type DisableUnusedDeps, disableUnusedKeys } from './use-cases/disable-unused-keys.js';
import { type IssueKeyDeps, issueKey } from './use-cases/issue-key.js';
import { expiringKeys, listAllKeys } from './use-cases/list-all-keys.js';
import { getOffer, withdrawOffer } from './use-cases/managed-offer.js';
import type { ManagementDeps } from './use-cases/management-deps.js';
import { offerKey, offerRotation } from './use-cases/offer-key.js';
import { permits } from './use-cases/permits.js';
import { purgeKeys } from './use-cases/purge-keys.js';
import { getKey, keyHistory, listKeys } from './use-cases/read-keys.js';
import { reportLeak } from './use-cases/report-leak.js';
import { revokeAllKeys } from './use-cases/revoke-all-keys.js';
import { rotateKey } from './use-cases/rotate-key.js';
import { rotationStatus } from './use-cases/rotation-status.js';
import type { AskOwners, VerifyKeyDeps } from './use-cases/verify-deps.js';
import { authorizePrincipal, keyVerifier, type Verification } from './use-cases/verify-key.js';

/**
 * Creates the keys of a service from its parts.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if a part is missing or a setting is wrong.
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
  requireConfig(config);
  const kinds = readKinds(config.kinds);
  const prefixes = readPrefixes(config, kinds);
  const permissions = readPermissions(config.permissions);
  const lifetimes = readLifetimes(config.lifetimes, kinds);
  const declared: Declared = { kinds, permissions };
  const requirements = requirementsCheck(declared);

  const parts = sharedParts(config, prefixes);
  const { events, uses, rehashes } = parts;
  const capFor = readCaps(config.caps, kinds);
  const deps = managementDeps(parts, { declared, capFor, lifetimes, policy: config.policy ?? denyAll });
  const verification = verificationDeps(parts, requirements.ensureChecked);
  const verify = keyVerifier(verification);
  const leakDeps = { ...deps, ...verification, responseTo: readLeaks(config.leaks, kinds) };

  /** Emits an event if a management operation fails with a fault. Verification emits its own, with the key ID. */
  async function reportFaults<Value>(operation: Promise<Value>): Promise<Value> {
    try {
      return await operation;
    } catch (error) {
      if (isFault(error)) events.emit({ type: 'fault', code: error.code, error });
      throw error;
    }
  }

  return {
    kinds,
    tokenPrefixes: Object.freeze(prefixes.map(({ prefix }) => prefix)),
    permissions,
    lifetimes,
    issue: (request) => reportFaults(issueKey(deps, request)),
    verify: verify as ApiKeys<Kind, Permission>['verify'],
    checkRequirements: requirements.check,
    authorize: (principal, required) =>
      authorizePrincipal(events, principal, requirements.ensureChecked(required)) as Verification<
        Kind,
        Permission
      >,
    rename: (keyId, request) => reportFaults(renameKey(deps, keyId, request)),
    disable: (keyId, request) => reportFaults(disableKey(deps, keyId, request)),
    enable: (keyId, request) => reportFaults(enableKey(deps, keyId, request)),
    rotate: (keyId, request) => reportFaults(rotateKey(deps, keyId, request)),
    rotationStatus: (keyId, request) => reportFaults(rotationStatus(deps, keyId, request)),
    revokeAll: (request) => reportFaults(revokeAllKeys(deps, request)),
    reportLeak: (token, request) => reportLeak(leakDeps, token, request),
    purge: (request) => reportFaults(purgeKeys(deps, request)),
    revoke: (keyId, request) => reportFaults(revokeKey(deps, keyId, request)),
    offer: (request) => reportFaults(offerKey(deps, request)),
    offerRotation: (keyId, request) => reportFaults(offerRotation(deps, keyId, request)),
    getOffer: (offerId, request) => reportFaults(getOffer(deps, offerId, request)),
    claim: (offerId, request) => reportFaults(claimOffer(deps, offerId, request)),
    withdrawOffer: (offerId, request) => reportFaults(withdrawOffer(deps, offerId, request)),
    list: (request) => reportFaults(listKeys(deps, request)),
    listAll: (request) => reportFaults(listAllKeys(deps, request)),
    affectedBy: (personId, request) => reportFaults(keysAffectedBy(deps, personId, request)),
    expiring: (request) => reportFaults(expiringKeys(deps, request)),
    disableUnused: (request) => reportFaults(disableUnusedKeys(deps, request)),
    get: (keyId, request) => reportFaults(getKey(deps, keyId, request)),
    history: (request) => reportFaults(keyHistory(deps, request)),
    permits: (keyId, request) => reportFaults(permits(deps, keyId, request)),
    emit: events.emit,
    counters: () => ({ listenerFailures: events.failures(), droppedUses: uses.dropped() }),
    async close() {
      await Promise.all([uses.close(), rehashes.close()]);
    },
  };
}

/** What verification and management share: the guarded parts of the host, and one copy of what Postern remembers. */
interface Parts {
  readonly limits: Limits;
  readonly clock: Clock;
  readonly events: ReturnType<typeof guardedEvents>;
  readonly repository: KeyRepository;
  readonly hasher: ReturnType<typeof guardedHasher>;
  readonly queue: HashQueue;
  readonly format: TokenFormat;
  readonly askOwners: AskOwners;
  readonly generateEntryId: ManagementDeps['generateEntryId'];
  readonly uses: UseRecorder;
  readonly rehashes: RehashRecorder;
}

function sharedParts(config: ApiKeysConfig, prefixes: readonly TokenPrefix[]): Parts {
  const { checkKeys } = config;
  const limits = readLimits(config.limits);
  const clock = guardedClock(config.clock ?? systemClock);
  const events = guardedEvents(config.events);
  const repository = guardedRepository(config.repository);
  const generateEntryId = auditEntryIds();
  const background = {
    repository,
    clock,
    events,
    generateEntryId,
    flushIntervalMs: limits.useFlushIntervalMs,
    maxPending: limits.pendingUses,
    closeDeadlineMs: limits.closeDeadlineMs,
  };
  const createQueue = requestsAreIsolated ? unsharedQueue : hashQueue;
  return {
    limits,
    clock,
    events,
    repository,
    hasher: guardedHasher(config.hasher),
    queue: createQueue({
      clock,
      concurrency: config.hasher.concurrency,
      length: limits.hashQueueLength,
      deadlineMs: limits.hashDeadlineMs,
    }),
    format: tokenFormat(prefixes, {
      check: checkKeys === undefined ? crcCheck : keyedCheck(checkKeys, clock),
      now: clock.now,
    }),
    askOwners: guardedOwners(config.owners, { clock, deadlineMs: limits.ownerDeadlineMs }),
    generateEntryId,
    uses: useRecorder({ ...background, writeIntervalMs: limits.useWriteIntervalMs }),
    rehashes: rehashRecorder(background),
  };
}

/** The most key IDs that one call of `KeyLookup.find` gets. */
const maxIdsPerRead = 256;

/** Nothing here can write to the repository. */
function verificationDeps(
  { limits, clock, events, repository, hasher, queue, format, askOwners, uses, rehashes }: Parts,
  checkRequirements: VerifyKeyDeps['checkRequirements'],
): VerifyKeyDeps {
  const rehash = rehasher({ hasher, queue, rehashes, events });
  return {
    format,
    checkRequirements,
    readRecords: guardedLookup(repository, { clock, deadlineMs: limits.lookupDeadlineMs }),
    proofs: secretProofs({ hasher, queue, rehash, clock, entries: limits.rememberedProofs }),
    askOwners,
    recordUse: uses.record,
    clock,
    events,
    batchPerTurn: (run) => batchPerTurn(maxIdsPerRead, run),
  };
}

function managementDeps(
  { limits, clock, events, repository, hasher, queue, format, askOwners, generateEntryId, uses }: Parts,
  {
    declared,
    capFor,
    lifetimes,
    policy,
  }: Pick<ManagementDeps, 'capFor' | 'lifetimes'> & {
    readonly declared: Declared;
    readonly policy: KeyPolicy;
  },
): IssueKeyDeps & DisableUnusedDeps {
  const { withLatestUse } = uses;
  return {
    ...declared,
    capFor,
    lifetimes,
    repository,
    read: keyReader(repository, { clock, deadlineMs: limits.lookupDeadlineMs, withLatestUse }),
    withLatestUse,
    flushUses: uses.flush,
    useIntervalMs: Math.max(limits.useFlushIntervalMs, limits.useWriteIntervalMs),
    decide: guardedPolicy(policy, { clock, deadlineMs: limits.ownerDeadlineMs }),
    askOwner: async (owner) => (await askOwners([owner]))(0),
    format,
    hash: async (token, requester) => valueIfRan(await queue.runNewKey(requester, () => hasher.hash(token))),
    clock,
    events,
    nextTurn,
    generateKeyId,
    generateSecret,
    generateEntryId,
    versionOf: keyVersion,
    requestIdOf,
  };
}
