import type { ApiKeys } from './api-keys.js';
import {
  type ApiKeysConfig,
  invalidConfig,
  readKinds,
  readLimits,
  readPermissions,
  requireConfig,
} from './config.js';
import { isFault } from './errors.js';
import { missingFrom, type Requirements } from './model/permission.js';
import { denyAll } from './policy/self-service.js';
import { boundedQueue, unsharedQueue, valueIfRan } from './runtime/bounded-queue.js';
import { keyVersion, requestIdOf } from './runtime/digests.js';
import { guardedHasher } from './runtime/guarded-hasher.js';
import { guardedRepository, keyReader, recordsReader } from './runtime/guarded-repository.js';
import { guardedClock, guardedEvents, policyAsker, systemClock } from './runtime/guards.js';
import { keyedCheck } from './runtime/keyed-check.js';
import { ownerAsker, ownersAsker } from './runtime/owner-asker.js';
import { auditEntryIds, drawKeyId, drawSecret } from './runtime/random.js';
import { rehasher, rehashRecorder } from './runtime/rehash-recorder.js';
import { secretProofs } from './runtime/secret-proofs.js';
import { nextTurn, perTurn, requestsAreIsolated } from './runtime/turns.js';
import { useRecorder } from './runtime/use-recorder.js';
import { crcCheck, tokenFormat } from './token/token.js';
import { disableKey, enableKey, renameKey, revokeKey } from './use-cases/change-key.js';
import { claimOffer } from './use-cases/claim-offer.js';
import { type IssueKeyDeps, issueKey } from './use-cases/issue-key.js';
import { getOffer, withdrawOffer } from './use-cases/managed-offer.js';
import { offerKey, offerRotation } from './use-cases/offer-key.js';
import { purgeKeys } from './use-cases/purge-keys.js';
import { getKey, keyHistory, listKeys } from './use-cases/read-keys.js';
import { revokeAllKeys } from './use-cases/revoke-all-keys.js';
import { rotateKey } from './use-cases/rotate-key.js';
import type { VerifyKeyDeps } from './use-cases/verify-deps.js';
import { authorizePrincipal, keyVerifier, type Verification } from './use-cases/verify-key.js';

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
  requireConfig(config);
  const kinds = readKinds(config.kinds);
  const permissions = readPermissions(config.permissions);
  const declared = (requirements: Requirements): Requirements =>
    readRequirements(requirements, { kinds, permissions });

  const parts = wire(config, kinds);
  const { events, uses, rehashes } = parts;
  const verify = keyVerifier({ ...parts, readRequirements: declared });

  /** Tells of the fault that a management operation met. Verification tells of its own, with the key ID. */
  async function tellFault<Value>(operation: Promise<Value>): Promise<Value> {
    try {
      return await operation;
    } catch (error) {
      if (isFault(error)) events.emit({ type: 'fault', code: error.code, error });
      throw error;
    }
  }

  return {
    kinds,
    permissions,
    issue: (request) => tellFault(issueKey({ ...parts, permissions }, request)),
    verify: verify as ApiKeys<Kind, Permission>['verify'],
    authorize: (principal, requirements) =>
      authorizePrincipal(events, principal, declared(requirements)) as Verification<Kind, Permission>,
    rename: (keyId, request) => tellFault(renameKey(parts, keyId, request)),
    disable: (keyId, request) => tellFault(disableKey(parts, keyId, request)),
    enable: (keyId, request) => tellFault(enableKey(parts, keyId, request)),
    rotate: (keyId, request) => tellFault(rotateKey(parts, keyId, request)),
    revokeAll: (request) => tellFault(revokeAllKeys(parts, request)),
    purge: (request) => tellFault(purgeKeys(parts, request)),
    revoke: (keyId, request) => tellFault(revokeKey(parts, keyId, request)),
    offer: (request) => tellFault(offerKey({ ...parts, permissions }, request)),
    offerRotation: (keyId, request) => tellFault(offerRotation(parts, keyId, request)),
    getOffer: (offerId, request) => tellFault(getOffer(parts, offerId, request)),
    claim: (offerId, request) => tellFault(claimOffer(parts, offerId, request)),
    withdrawOffer: (offerId, request) => tellFault(withdrawOffer(parts, offerId, request)),
    list: (request) => tellFault(listKeys(parts, request)),
    get: (keyId, request) => tellFault(getKey(parts, keyId, request)),
    history: (request) => tellFault(keyHistory(parts, request)),
    emit: events.emit,
    counters: () => ({ listenerFailures: events.failures(), droppedUses: uses.dropped() }),
    async close() {
      await Promise.all([uses.close(), rehashes.close()]);
    },
  };
}

/** What a `KeyLookup` is asked for at once. */
const mostIdsPerRead = 256;

/** Puts the guards around the ports, and the ports to the use cases. */
function wire(config: ApiKeysConfig, kinds: readonly string[]) {
  const { owners, policy = denyAll, checkKeys } = config;
  const clock = guardedClock(config.clock ?? systemClock);
  const hasher = guardedHasher(config.hasher);
  const limits = readLimits(config.limits);
  const events = guardedEvents(config.events);
  const repository = guardedRepository(config.repository);
  const makeQueue = requestsAreIsolated ? unsharedQueue : boundedQueue;
  const queue = makeQueue({
    clock,
    concurrency: config.hasher.concurrency,
    length: limits.hashQueueLength,
    deadlineMs: limits.hashDeadlineMs,
  });
  const drawEntryId = auditEntryIds();
  const background = {
    repository,
    clock,
    events,
    drawEntryId,
    flushIntervalMs: limits.useFlushIntervalMs,
    mostPending: limits.pendingUses,
    closeDeadlineMs: limits.closeDeadlineMs,
  };
  const uses = useRecorder({ ...background, writeIntervalMs: limits.useWriteIntervalMs });
  const rehashes = rehashRecorder(background);
  const rehash = rehasher({ hasher, queue, rehashes, events });
  const readRecords = recordsReader(repository, { clock, deadlineMs: limits.lookupDeadlineMs });
  const askOwners = ownersAsker(owners, { clock, deadlineMs: limits.ownerDeadlineMs });
  return {
    kinds,
    clock,
    events,
    repository,
    uses,
    rehashes,
    format: tokenFormat(kinds, checkKeys === undefined ? crcCheck : keyedCheck(checkKeys, clock)),
    readRecords,
    read: keyReader(repository, {
      clock,
      deadlineMs: limits.lookupDeadlineMs,
      withLatestUse: uses.withLatestUse,
    }),
    withLatestUse: uses.withLatestUse,
    askOwners,
    askOwner: ownerAsker(askOwners),
    nextTurn,
    perTurn: (pass) => perTurn(mostIdsPerRead, pass),
    decide: policyAsker(policy, { clock, deadlineMs: limits.ownerDeadlineMs }),
    proofs: secretProofs({ hasher, queue, rehash, clock, entries: limits.rememberedProofs }),
    hash: async (token, maker) => valueIfRan(await queue.runNewKey(maker, () => hasher.hash(token))),
    recordUse: uses.record,
    flushUses: uses.flush,
    drawKeyId,
    drawSecret,
    drawEntryId,
    versionOf: keyVersion,
    requestIdOf,
  } satisfies Omit<IssueKeyDeps, 'permissions'> &
    Omit<VerifyKeyDeps, 'readRequirements'> &
    Record<string, unknown>;
}

/** What a service declares. */
interface Declared {
  readonly kinds: readonly string[];
  readonly permissions: readonly string[] | undefined;
}

/**
 * Checks what a route requires. A name that is not declared would let nobody in; a field that is misspelt, everybody.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG`
 */
function readRequirements(requirements: Requirements, { kinds, permissions }: Declared): Requirements {
  if (typeof requirements !== 'object' || requirements === null)
    throw invalidConfig('requirements must be an object with kinds, scopes or both');
  for (const name in requirements) {
    if (name !== 'kinds' && name !== 'scopes')
      throw invalidConfig(`${name}: no such requirement; there are kinds and scopes`);
  }
  requireDeclared(requirements.kinds, { what: 'kinds', declared: kinds });
  requireDeclared(requirements.scopes, { what: 'scopes', declared: permissions });
  return requirements;
}

function requireDeclared(
  names: readonly string[] | undefined,
  { what, declared }: { readonly what: string; readonly declared: readonly string[] | undefined },
): void {
  if (names === undefined) return;
  if (!Array.isArray(names)) throw invalidConfig(`${what} must be a list of names`);
  // `missingFrom` would skip a hole, and the hole would require nothing.
  for (const name of names)
    if (typeof name !== 'string') throw invalidConfig(`${what} must be a list of names`);
  const undeclared = missingFrom(names, declared ?? names);
  if (undeclared.length > 0)
    throw invalidConfig(`${what}: not declared in createApiKeys: ${undeclared.join(', ')}`);
}
