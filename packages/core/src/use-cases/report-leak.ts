import { isFault, OverloadedError } from '../errors.js';
import type { ApiKey, VerifiableKey } from '../model/api-key.js';
import { changesAfterLeak, type LeakResponse } from '../model/leak.js';
import type { KeyRepository } from '../ports/key-repository.js';
import { holdsSecret } from '../token/token-pattern.js';
import { auditEntry } from './audit-entry.js';
import { maxAttempts, nothingWritten } from './change-key.js';
import type { ManagementDeps } from './management-deps.js';
import { invalid, requireFields } from './parse-request.js';
import type { VerifyKeyDeps } from './verify-deps.js';

/** Who reported a leaked token. */
export interface LeakReportRequest {
  /**
   * Who found the token, in 1 to 100 characters, such as `GitHub`. It becomes part of the reason in the record and the
   * audit entries. Under load, the sources of reports take turns.
   */
  readonly source: string;
}

/**
 * The result of reporting a token. `ok: false`: it is not, or no longer, the token of a key of this service, so there
 * is nothing to do. `changed` is true if this report revoked or disabled the key, and false if it had ended already, or
 * if the response for its kind is `notify`.
 */
export type LeakReportResult =
  | { readonly ok: true; readonly key: Pick<ApiKey, 'id' | 'owner'>; readonly changed: boolean }
  | { readonly ok: false };

/** The dependencies of `reportLeak`. No policy is asked: whoever has the token could use the key anyway. */
export interface ReportLeakDeps extends Pick<ManagementDeps, 'clock' | 'events' | 'generateEntryId'> {
  readonly format: Pick<VerifyKeyDeps['format'], 'parse'>;
  readonly readRecords: VerifyKeyDeps['readRecords'];
  readonly proofs: Pick<VerifyKeyDeps['proofs'], 'proveReported'>;
  readonly repository: Pick<KeyRepository, 'reportLeak' | 'get'>;
  /** What happens to a leaked key of this kind. */
  readonly responseTo: (kind: string) => LeakResponse;
}

/**
 * Ends the key of a leaked token, once the token is proven. A key that has ended already is proven as well, because its
 * owner still wants to know where the token leaked. The owner is not looked up, and the proof is not remembered.
 */
export async function reportLeak(
  deps: ReportLeakDeps,
  token: string,
  request: LeakReportRequest,
): Promise<LeakReportResult> {
  requireFields(request, ['source']);
  const source = parseSource(request.source);
  const parsed = deps.format.parse(token);
  // No event: what scanners find is mostly not a token, and one report may hold thousands.
  if (parsed === undefined) return { ok: false };
  const { keyId, kind } = parsed;
  const refuse = (reason: 'unknown' | 'wrong_secret'): LeakReportResult => {
    deps.events.emit({ type: 'refused', reason, keyId });
    return { ok: false };
  };
  try {
    const recordOf = await deps.readRecords([keyId]);
    const stored = recordOf(keyId);
    if (stored === undefined || /* L01 kind */ stored.key.owner.kind !== kind) return refuse('unknown');
    const refusal = await deps.proofs.proveReported(token, stored, source);
    if (refusal?.reason === 'overloaded') throw new OverloadedError(refusal.retryAfterMs);
    // L01 proof
    if (refusal !== undefined) return refuse('wrong_secret');
    const { id, owner } = stored.key;
    return { ok: true, key: { id, owner: { ...owner } }, changed: await endKey(deps, stored.key, source) };
  } catch (error) {
    if (isFault(error)) deps.events.emit({ type: 'fault', code: error.code, error, keyId });
    throw error;
  }
}

const actor = { kind: 'system', id: 'leak-report' } as const;

/** Reports of one key that are closer together than this have one audit entry, so that a flood of them stays small. */
const knownForMs = 24 * 60 * 60 * 1_000;

/** What is done to the key in response, if anything. */
const actionOf = { revoke: 'revoked', disable: 'disabled', notify: null } as const;

/**
 * Writes the report. The storage decides on the record as it is now, under a lock; the token stays proven whatever
 * happened to the record since it was read, because a key never gets another token. If nothing changed, and it is not
 * known that the key has ended, the record is read again.
 *
 * @throws {PosternError} `ERR_REPOSITORY_UNAVAILABLE` if five attempts left a key as it was that should have ended.
 */
async function endKey(deps: ReportLeakDeps, key: VerifiableKey['key'], source: string): Promise<boolean> {
  const { id: keyId, owner } = key;
  const response = deps.responseTo(owner.kind);
  const ending = actionOf[response];
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const at = deps.clock.now();
    const reason = `leak reported by ${source}`;
    const entryOf = (action: 'leak_reported' | 'revoked' | 'disabled') =>
      auditEntry(deps, { action, key, actor, at, reason });
    const knownSince = /* L03 */ new Date(Math.max(0, at.getTime() - knownForMs));
    const { recorded, changed } = await deps.repository.reportLeak(
      { keyId, at, response, by: actor, reason, knownSince },
      { reported: entryOf('leak_reported'), changed: ending && entryOf(ending) },
    );
    if (recorded) deps.events.emit({ type: 'leaked', keyId, owner });
    if (changed && ending !== null) deps.events.emit({ type: ending, keyId, owner });
    if (changed || ending === null || key.revokedAt !== null) return changed;
    const left = await deps.repository.get(keyId);
    // F14 leak
    if (left === undefined || !changesAfterLeak(left, { response, at, by: actor, reason })) return false;
  }
  throw nothingWritten();
}

const maxSourceLength = 100;

function parseSource(source: unknown): string {
  if (
    typeof source !== 'string' ||
    source.trim() === '' ||
    source.length > maxSourceLength ||
    /[\p{Cc}\p{Cs}]/u.test(source)
  )
    throw invalid(`source must be 1 to ${maxSourceLength} characters, without control characters`);
  if (holdsSecret(source))
    throw invalid('source must not contain an API key, or anything that could be part of one: it is stored');
  return source;
}
