import { isFault } from '../errors.js';
import type { Principal } from '../model/actor.js';
import type { EncodedHash, VerifiableKey } from '../model/api-key.js';
import type { OwnerStatus } from '../model/owner.js';
import { effectivePermissions, type Requirements } from '../model/permission.js';
import type { Refusal } from '../model/refusal.js';
import { decideRecord, decideRequirements } from '../policy/decide.js';
import type { Events } from '../ports/events.js';
import { type MaybePromise, whenFailed, whenKnown } from '../ports/maybe-promise.js';
import type { KeyId } from '../token/key-id.js';
import type { ParsedToken } from '../token/token.js';
import type { VerifyKeyDeps } from './verify-deps.js';

/** Verifies a token against what a route requires. Rejects with a fault. */
export type VerifyKey = (token: string, requirements?: Requirements) => Promise<Verification>;

/** An attempt whose token is proven. */
interface Proven {
  readonly attempt: Attempt;
  readonly key: VerifiableKey['key'];
  /** When the record was judged. */
  readonly at: Date;
}

/**
 * Makes what verifies tokens. The order of the steps is the design: see docs/architecture.md. Attempts of one turn take
 * each step together; where the ports answer directly, they take all of them in that turn.
 */
export function keyVerifier(deps: VerifyKeyDeps): VerifyKey {
  const { format, proofs, clock, events } = deps;
  const begin = deps.perTurn(readTogether);

  function readTogether(attempts: readonly Attempt[]): void {
    const keyIds = new Set(attempts.map(({ parsed }) => parsed.keyId));
    goOn(
      () => deps.readRecords([...keyIds]),
      (recordOf) => judgeTogether(attempts, recordOf),
      (error) => fail(attempts, error),
    );
  }

  function judgeTogether(
    attempts: readonly Attempt[],
    recordOf: (keyId: KeyId) => VerifiableKey | undefined,
  ): void {
    // S06
    const at = clock.now();
    const proven: Proven[] = [];
    for (const attempt of attempts) {
      try {
        const key = judge(attempt, recordOf(attempt.parsed.keyId), at);
        if (key !== undefined) proven.push({ attempt, key, at });
      } catch (error) {
        fail([attempt], error);
      }
    }
    if (proven.length > 0) askTogether(proven);
  }

  /** Gives the key of a token that is proven. Else the attempt is refused, or goes on when it has been hashed. */
  function judge(attempt: Attempt, stored: VerifiableKey | undefined, at: Date): Proven['key'] | undefined {
    const refusal = decideRecord(stored?.key, attempt.parsed.kind, at);
    if (refusal !== undefined) refuse(attempt, refusal);
    else if (stored === undefined) refuse(attempt, { reason: 'unknown' });
    else if (isProven(attempt, stored)) return stored.key;
    else void prove(attempt, stored);
    return undefined;
  }

  function isProven({ token, provenHash }: Attempt, stored: VerifiableKey): boolean {
    if (stored.hash !== provenHash) return proofs.isRemembered(token, stored);
    proofs.remember(token, stored);
    return true;
  }

  /**
   * Hashing takes long enough for a revocation to pass by, so the record is read again after it, and what was proven
   * counts only if it is still what is stored.
   */
  async function prove(attempt: Attempt, stored: VerifiableKey): Promise<void> {
    try {
      const refusal = await proofs.prove(attempt.token, stored);
      // S02
      if (refusal !== undefined) refuse(attempt, refusal);
      else begin({ ...attempt, provenHash: stored.hash });
    } catch (error) {
      fail([attempt], error);
    }
  }

  function askTogether(proven: readonly Proven[]): void {
    goOn(
      () => /* S07 */ deps.askOwners(/* S08 */ proven.map(({ key }) => key.owner)),
      (statusOf) => {
        for (const [index, one] of proven.entries())
          goOn(
            () => statusOf(index),
            (status) => conclude(one, status),
            (error) => fail([one.attempt], error),
          );
      },
      (error) =>
        fail(
          proven.map(({ attempt }) => attempt),
          error,
        ),
    );
  }

  function conclude({ attempt, key, at }: Proven, status: OwnerStatus | undefined): void {
    const established = establish(key, status, attempt.requirements);
    if ('reason' in established) refuse(attempt, established);
    else {
      deps.recordUse(key.id, at);
      attempt.settle({ ok: true, principal: established });
    }
  }

  // Events are emitted here, in the request's own `AsyncLocalStorage` context: the steps above run outside of it.
  return async (token, requirements = {}) => {
    const required = deps.readRequirements(requirements);
    const parsed = format.parse(token);
    if (parsed === undefined) {
      events.emit({ type: 'refused', reason: 'malformed' });
      return { ok: false, reason: 'malformed' };
    }
    const { keyId } = parsed;
    try {
      const verification = await new Promise<Verification>((settle, reject) =>
        begin({ token, parsed, requirements: required, settle, reject }),
      );
      if (!verification.ok) events.emit({ type: 'refused', reason: verification.reason, /* P02 */ keyId });
      return verification;
    } catch (error) {
      if (isFault(error)) events.emit({ type: 'fault', code: error.code, error, keyId });
      throw error;
    }
  };
}

/** Judges the owner, then what the route requires. */
function establish(
  { id: keyId, owner, scopes }: Proven['key'],
  status: OwnerStatus | undefined,
  requirements: Requirements,
): Principal | Refusal {
  if (status?.active !== true) return { reason: 'owner_inactive' };
  // A copy for each request: what a handler does to its principal is its own affair.
  const principal = {
    owner: { ...owner },
    keyId,
    permissions: effectivePermissions(status.permissions, scopes),
  };
  return decideRequirements(principal, requirements) ?? principal;
}

/** Goes on with an answer: in this turn, where it comes directly. */
function goOn<Value>(
  ask: () => MaybePromise<Value>,
  withAnswer: (value: Value) => void,
  withError: (error: unknown) => void,
): void {
  void whenFailed(() => whenKnown(ask(), withAnswer), withError);
}

/** Judges a principal, which a verification established, against further requirements. Reads and hashes nothing. */
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

/** The result of a verification: a principal, or a refusal with its reason. */
export type Verification<Kind extends string = string, Permission extends string = string> =
  | { readonly ok: true; readonly principal: Principal<Kind> }
  | ({ readonly ok: false } & Refusal<Kind, Permission>);

/** A verification that is under way. */
interface Attempt {
  readonly token: string;
  readonly parsed: ParsedToken;
  readonly requirements: Requirements;
  /** The hash that the token was proven against, before the record was read once more. */
  readonly provenHash?: EncodedHash;
  readonly settle: (verification: Verification) => void;
  readonly reject: (error: unknown) => void;
}

/** Ends an attempt by a refusal. */
function refuse({ settle }: Attempt, refusal: Refusal): void {
  settle({ ok: false, ...refusal });
}

/** Ends attempts by an error: neither an approval nor a refusal. */
function fail(attempts: readonly Attempt[], error: unknown): void {
  for (const { reject } of attempts) reject(error);
}
