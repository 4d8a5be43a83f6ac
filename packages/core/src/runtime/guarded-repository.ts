import { isPosternError, PosternError, safeCause, TooManyKeysError } from '../errors.js';
import type { ApiKey, VerifiableKey } from '../model/api-key.js';
import type { AuditEntry } from '../model/audit-entry.js';
import { isInState } from '../model/key-state.js';
import { livesBeyond } from '../model/lifetime.js';
import { isSameOwner } from '../model/owner.js';
import type { Clock } from '../ports/clock.js';
import type { EntryOfKey, KeyCap } from '../ports/key-changes.js';
import type { FoundKey, KeyLookup } from '../ports/key-lookup.js';
import type { HistoryQuery, KeyQuery } from '../ports/key-queries.js';
import type { KeyRepository } from '../ports/key-repository.js';
import type { KeyId } from '../token/key-id.js';
import type { ManagementDeps } from '../use-cases/management-deps.js';
import type { ReadRecords } from '../use-cases/verify-deps.js';
import { isAllKeysPage } from './all-keys-answer.js';
import {
  isApiKey,
  isAuditEntry,
  isBoolean,
  isKeyId,
  isKeyOffer,
  isLeakOutcome,
  isListOf,
  isVerifiable,
} from './repository-answers.js';
import { callPort, withinDeadline } from './within-deadline.js';

/**
 * Passes calls on, and wraps foreign errors. A driver's message quotes rows and parameters (docs/threat-model.md, P07),
 * so only the class and the code of its error are kept. An answer of the wrong type is a fault.
 */
export function guardedRepository(repository: KeyRepository): KeyRepository {
  return {
    // Passed on as it is: verification reads through `guardedLookup`.
    find: (ids) => repository.find(ids),
    async get(keyId) {
      const key = await reading(() => repository.get(keyId), isRecord(isApiKey, keyId));
      return key && withPrefix(key);
    },
    insert: (stored, entry, cap) => guarded(() => repository.insert(stored, entry, cap), isBoolean, cap),
    insertIdempotent: (insertion, entry, entryOf) =>
      withEntries(entryOf, (of) =>
        guarded(() => repository.insertIdempotent(insertion, entry, of), isOutcome, insertion.cap),
      ),
    revoke: (revocation, entry) => guarded(() => repository.revoke(revocation, entry), isBoolean),
    revokeAll: (revocation, entryOf) =>
      withEntries(entryOf, (of) => guarded(() => repository.revokeAll(revocation, of), isList(isKeyId))),
    disable: (disabling, entry) => guarded(() => repository.disable(disabling, entry), isBoolean),
    reportLeak: (report, entries) =>
      guarded(
        () => repository.reportLeak(report, entries),
        (outcome) => isLeakOutcome(outcome, report.response),
      ),
    enable: (enabling, entry) => guarded(() => repository.enable(enabling, entry), isBoolean, enabling.cap),
    rename: (renaming, entry) => guarded(() => repository.rename(renaming, entry), isBoolean),
    rotate: (rotation, entries, entryOf) =>
      withEntries(entryOf, (of) => guarded(() => repository.rotate(rotation, entries, of), isBoolean)),
    rehash: (rehash, entry) => guarded(() => repository.rehash(rehash, entry), isBoolean),
    purge: (query, entryOf) =>
      withEntries(entryOf, (of) => guarded(() => repository.purge(query, of), isCount)),
    async list(query) {
      const isRight = (key: unknown): key is ApiKey => isApiKey(key) && isListed(key, query);
      return withPrefixes(await reading(() => repository.list(query), isList(isRight)));
    },
    async listAll(query) {
      const page = await reading(
        () => repository.listAll(query),
        (answer) => isAllKeysPage(answer, query),
      );
      const keys = withPrefixes(page.keys);
      return keys === page.keys ? page : { ...page, keys };
    },
    history: (query) =>
      reading(
        () => repository.history(query),
        isList((entry): entry is AuditEntry => isAuditEntry(entry) && isOf(entry, query)),
      ),
    recordUses: (uses) => guarded(() => repository.recordUses(uses), isAnything),
    insertOffer: (insertion, entry) => guarded(() => repository.insertOffer(insertion, entry), isBoolean),
    getOffer: (offerId) => reading(() => repository.getOffer(offerId), isRecord(isKeyOffer, offerId)),
    withdrawOffer: (withdrawal, entry) =>
      guarded(() => repository.withdrawOffer(withdrawal, entry), isBoolean),
    claimOffer: (claim, entries, entryOf) =>
      withEntries(entryOf, (of) =>
        guarded(() => repository.claimOffer(claim, entries, of), isBoolean, claim.cap),
      ),
  };
}

function withPrefixes(keys: readonly ApiKey[]): readonly ApiKey[] {
  return keys.every(hasPrefix) ? keys : keys.map(withPrefix);
}

/** A record that was stored before records had a prefix has a token that starts with the kind. */
function withPrefix(key: ApiKey): ApiKey {
  return hasPrefix(key) ? key : { ...key, prefix: key.owner.kind };
}

function hasPrefix({ prefix }: { readonly prefix?: string | null }): boolean {
  return prefix !== undefined && prefix !== null;
}

type Check = (answer: unknown) => boolean;

/** A record that the query excludes is not an answer: someone may be about to revoke all that it returns. */
function isListed(key: ApiKey, { owner, state, now, livesBeyondMs }: KeyQuery): boolean {
  return isSameOwner(key.owner, owner) && isInState(key, state, now) && livesBeyond(key, livesBeyondMs);
}

/** An entry of another owner or another key is not an answer. */
function isOf({ keyId, owner }: AuditEntry, { of }: HistoryQuery): boolean {
  return 'keyId' in of ? of.keyId === keyId : isSameOwner(of.owner, owner);
}

const isAnything: Check = () => true;
const isCount: Check = (answer) => Number.isInteger(answer) && Number(answer) >= 0;
const isOutcome: Check = (answer) => answer === 'inserted' || answer === 'used' || answer === 'taken';

function isList<Item>(isItem: (item: unknown) => item is Item): Check {
  return (answer) => isListOf(answer, isItem);
}

function isRecord<Item extends { readonly id: string }>(
  isItem: (item: unknown) => item is Item,
  id: string,
): Check {
  return (answer) => answer === undefined || (isItem(answer) && answer.id === id);
}

async function guarded<Value>(call: () => Promise<Value>, isAnswer: Check, cap?: KeyCap): Promise<Value> {
  return callPort(call, {
    read(answer) {
      if (isAnswer(answer)) return answer;
      throw unavailable('returned a value of the wrong type; check that it passes the contract');
    },
    toFault: (error) => refusedFor(cap, error) ?? failed(error),
  });
}

/**
 * The refusal of a change that has a cap. Without one, a repository that refuses for that reason has failed. The error
 * is our own, since that of a repository may say anything.
 */
function refusedFor(cap: KeyCap | undefined, error: unknown): PosternError | undefined {
  // F15 cap
  if (cap === undefined) return undefined;
  return isPosternError(error) && error.code === 'ERR_TOO_MANY_KEYS'
    ? new TooManyKeysError(cap.max)
    : undefined;
}

/** Passes our own `entryOf` to a repository. If it throws, the repository is not blamed. */
async function withEntries<Value>(
  entryOf: EntryOfKey,
  call: (entryOf: EntryOfKey) => Promise<Value>,
): Promise<Value> {
  let ownFault: PosternError | undefined;
  try {
    return await call((key) => {
      try {
        return entryOf(key);
      } catch (error) {
        ownFault = new PosternError('ERR_UNEXPECTED', 'an audit entry could not be created', {
          cause: safeCause(error),
        });
        throw ownFault;
      }
    });
  } catch (error) {
    throw ownFault ?? error;
  }
}

async function reading<Value>(call: () => Promise<Value>, isAnswer: Check): Promise<Value> {
  return callPort(call, {
    read(answer) {
      if (isAnswer(answer)) return answer;
      throw new PosternError(
        'ERR_RECORD_UNREADABLE',
        'a record cannot be read; repair its row, or check that the key repository passes the contract',
      );
    },
    toFault: failed,
  });
}

function failed(error: unknown): PosternError {
  return unavailable('failed', error);
}

function unavailable(what: string, error?: unknown): PosternError {
  return new PosternError('ERR_REPOSITORY_UNAVAILABLE', `the key repository ${what}`, {
    cause: safeCause(error),
  });
}

/** Reads records from the lookup within the deadline. Answers synchronously if the lookup does. */
export function guardedLookup(
  lookup: KeyLookup,
  { clock, deadlineMs }: { readonly clock: Clock; readonly deadlineMs: number },
): ReadRecords {
  const deadline = { ms: deadlineMs, onLate: () => unavailable(`did not answer within ${deadlineMs} ms`) };
  const records = { read: recordsOf, toFault: failed };
  return (keyIds) => callPort(() => /* S01 */ withinDeadline(clock, lookup.find(keyIds), deadline), records);
}

/** Reads a whole record within the deadline, to show or change it. */
export function keyReader(
  repository: Pick<KeyRepository, 'get'>,
  {
    clock,
    deadlineMs,
    withLatestUse,
  }: Pick<ManagementDeps, 'clock' | 'withLatestUse'> & { readonly deadlineMs: number },
): ManagementDeps['read'] {
  const onLate = () => unavailable(`did not answer within ${deadlineMs} ms`);
  return async (keyId) => {
    const key = await withinDeadline(clock, repository.get(keyId), { ms: deadlineMs, onLate });
    return key && withLatestUse(key);
  };
}

/** Each record is checked by itself: an unreadable one only fails the verifications that need it. */
function recordsOf(found: ReadonlyMap<KeyId, FoundKey>): (keyId: KeyId) => VerifiableKey | undefined {
  if (typeof found?.get !== 'function' || typeof found.size !== 'number')
    throw unavailable('returned something other than a Map');
  return (keyId) => readable(getFrom(found, keyId), keyId);
}

/** A `Map` of a repository's own may throw, and quote a row. */
function getFrom(found: ReadonlyMap<KeyId, FoundKey>, keyId: KeyId): FoundKey | undefined {
  try {
    return found.get(keyId);
  } catch (error) {
    throw failed(error);
  }
}

function readable(found: FoundKey | undefined, keyId: KeyId): VerifiableKey | undefined {
  if (found === undefined) return undefined;
  // F15
  if (isVerifiable(found, keyId)) return found;
  throw new PosternError(
    'ERR_RECORD_UNREADABLE',
    'the record of this key cannot be read; repair its row, or delete it',
  );
}
