import { isFault } from '../errors.js';
import type { Principal } from '../model/actor.js';
import type { EncodedHash, VerifiableKey } from '../model/api-key.js';
import type { OwnerStatus } from '../model/owner.js';
import { effectivePermissions, type Requirements } from '../model/permission.js';
import type { Refusal } from '../model/refusal.js';
import { decideRecord, decideRequirements } from '../policy/decide.js';
import type { Events } from '../ports/events.js';
import { isPromiseLike, type MaybePromise, whenKnown } from '../ports/maybe-promise.js';
import type { KeyId } from '../token/key-id.js';
import type { ParsedToken } from '../token/token.js';
import type { VerifyKeyDeps } from './verify-deps.js';

/** Verifies a token against what a route requires. Rejects with a fault. */
export type VerifyKey = (token: string, requirements?: Requirements) => Promise<Verification>;

/** The result of a verification: a principal, or a refusal with its reason. */
export type Verification<Kind extends string = string, Permission extends string = string> =
  | { readonly ok: true; readonly principal: Principal<Kind> }
  | ({ readonly ok: false } & Refusal<Kind, Permission>);

/** A verification in progress. */
interface Attempt {
  readonly token: string;
  readonly parsed: ParsedToken;
  readonly requirements: Requirements;
  /** The hash that the token was proven against, before the record was read again. */
  readonly provenHash: EncodedHash | undefined;
  /** How it ended, once its batch has run. */
  outcome: Outcome | undefined;
}

/** A verification, which may take longer than its batch, or the error that was thrown. */
type Outcome =
  | { readonly verification: MaybePromise<Verification> }
  | { readonly verification?: never; readonly error: unknown };

/** An attempt whose key is live and whose token is proven. */
interface Proven {
  readonly attempt: Attempt;
  readonly key: VerifiableKey['key'];
}

/** Creates the function that verifies tokens. The order of the steps is the design: see docs/architecture.md. */
export function keyVerifier(deps: VerifyKeyDeps): VerifyKey {
  const { format, proofs, clock, events } = deps;
  const joinBatch = deps.batchPerTurn(verifyBatch);

  /** Runs, and emits events, in the request's own `AsyncLocalStorage` context; a batch runs outside of it. */
  async function verify(token: string, requirements: Requirements = {}): Promise<Verification> {
    const required = deps.checkRequirements(requirements);
    const parsed = format.parse(token);
    if (parsed === undefined) {
      events.emit({ type: 'refused', reason: 'malformed' });
      return { ok: false, reason: 'malformed' };
    }
    const { keyId } = parsed;
    try {
      const attempt: Attempt = {
        token,
        parsed,
        requirements: required,
        provenHash: undefined,
        outcome: undefined,
      };
      await joinBatch(attempt);
      const answer = resultOf(attempt);
      const verification = isPromiseLike(answer) ? await answer : answer;
      if (!verification.ok) events.emit({ type: 'refused', reason: verification.reason, /* P02 */ keyId });
      return verification;
    } catch (error) {
      if (isFault(error)) events.emit({ type: 'fault', code: error.code, error, keyId });
      throw error;
    }
  }

  /** Takes the attempts of one turn through the steps, with one read and one question about their owners. */
  function verifyBatch(batch: readonly Attempt[]): MaybePromise<void> {
    const fail = (error: unknown): void => {
      for (const attempt of batch) attempt.outcome ??= { error };
    };
    try {
      const keyIds = new Set(batch.map(({ parsed }) => parsed.keyId));
      const judged = whenKnown(deps.readRecords([...keyIds]), (recordOf) => judge(batch, recordOf));
      return isPromiseLike(judged) ? judged.then(undefined, fail) : undefined;
    } catch (error) {
      fail(error);
    }
  }

  /** Gives each attempt its outcome: a value where everything is known, else a promise. */
  function judge(batch: readonly Attempt[], recordOf: (keyId: KeyId) => VerifiableKey | undefined): void {
    // S06
    const now = clock.now();
    const proven = provenAmong(batch, recordOf, now);
    if (proven.length === 0) return;

    // Not awaited: an owner whose answer takes time delays no one else.
    const statusOf = /* S07 */ deps.askOwners(/* S08 */ proven.map(({ key }) => key.owner));
    for (const [index, candidate] of proven.entries())
      candidate.attempt.outcome = outcomeOf(() =>
        whenKnown(statusOf, (known) => whenKnown(known(index), (status) => finish(candidate, status, now))),
      );
  }

  /** Checks state, then secret. Any other attempt is refused here, or joins a later batch once it is hashed. */
  function provenAmong(
    batch: readonly Attempt[],
    recordOf: (keyId: KeyId) => VerifiableKey | undefined,
    now: Date,
  ): readonly Proven[] {
    const proven: Proven[] = [];
    for (const attempt of batch) {
      const { parsed } = attempt;
      try {
        const stored = recordOf(parsed.keyId);
        const refusal = decideRecord(stored?.key, parsed.kind, now);
        if (refusal !== undefined) attempt.outcome = { verification: { ok: false, ...refusal } };
        else if (stored === undefined) attempt.outcome = { verification: { ok: false, reason: 'unknown' } };
        else if (checkProof(attempt, stored)) proven.push({ attempt, key: stored.key });
        else attempt.outcome = { verification: hashAndRejoin(attempt, stored) };
      } catch (error) {
        attempt.outcome = { error };
      }
    }
    return proven;
  }

  /** Looks the proof up, or remembers the one that this attempt has just made. */
  function checkProof({ token, provenHash }: Attempt, stored: VerifiableKey): boolean {
    if (stored.hash !== provenHash) return proofs.isRemembered(token, stored);
    proofs.remember(token, stored);
    return true;
  }

  /**
   * A hash takes long enough for the key to be revoked in the meantime. So the record is read again afterwards, and the
   * proof counts only if the hash is still the stored one.
   */
  async function hashAndRejoin(attempt: Attempt, stored: VerifiableKey): Promise<Verification> {
    const refusal = await proofs.prove(attempt.token, stored);
    if (refusal !== undefined) return { ok: false, ...refusal };
    const proven: Attempt = { ...attempt, provenHash: stored.hash, outcome: undefined };
    // S02
    await joinBatch(proven);
    return resultOf(proven);
  }

  /** Checks the owner, then what the route requires, and records the use. */
  function finish({ attempt, key }: Proven, status: OwnerStatus | undefined, now: Date): Verification {
    if (status?.active !== true) return { ok: false, reason: 'owner_inactive' };

    const principal = {
      // Copied for each request: a handler may change its principal.
      owner: { ...key.owner },
      keyId: key.id,
      permissions: effectivePermissions(status.permissions, key.scopes),
    };
    const refusal = decideRequirements(principal, attempt.requirements);
    if (refusal !== undefined) return { ok: false, ...refusal };

    deps.recordUse(key.id, now);
    return { ok: true, principal };
  }

  return verify;
}

/** Runs a step, and keeps what it returns or throws. */
function outcomeOf(step: () => MaybePromise<Verification>): Outcome {
  try {
    return { verification: step() };
  } catch (error) {
    return { error };
  }
}

/** The result of an attempt whose batch has run. Throws the error that it ended with. */
function resultOf({ outcome }: Attempt): MaybePromise<Verification> {
  if (outcome?.verification === undefined) throw outcome?.error;
  return outcome.verification;
}

/** Checks a principal, which a verification returned, against further requirements. Reads and hashes nothing. */
export function authorizePrincipal(
  events: Events,
  principal: Principal,
  requirements: Requirements,
): Verification {
  const refusal = decideRequirements(principal, requirements);
  if (refusal === undefined) return { ok: true, principal };
  events.emit({ type: 'refused', reason: refusal.reason, keyId: principal.keyId });
  return { ok: false, ...refusal };
}
