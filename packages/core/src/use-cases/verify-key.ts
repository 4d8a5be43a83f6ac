import { isFault } from '../errors.js';
import type { StoredKey } from '../model/api-key.js';
import type { KeyId } from '../model/key-id.js';
import type { Owner, OwnerStatus } from '../model/owner.js';
import { effectivePermissions } from '../model/permission.js';
import type { Principal } from '../model/principal.js';
import { decideRecord, decideRequirements } from '../policy/decide.js';
import type { Refusal } from '../policy/refusal.js';
import type { Requirements } from '../policy/requirements.js';
import type { Clock } from '../ports/clock.js';
import type { Events } from '../ports/events.js';
import type { ParsedToken, TokenFormat } from '../token/token.js';

/** The result of a verification: a principal, or a refusal with its reason. */
export type Verification<Kind extends string = string, Permission extends string = string> =
  | { readonly ok: true; readonly principal: Principal<Kind> }
  | ({ readonly ok: false } & Refusal<Kind, Permission>);

/** Proves that a token is the one that a hash was made of, and remembers the proof (never the verdict). */
export interface SecretProofs {
  /** Says, without hashing, whether this token was proven against exactly this hash before. */
  isRemembered(token: string, stored: StoredKey): boolean;
  /** Hashes. `undefined`: proven. */
  prove(token: string, stored: StoredKey): Promise<Refusal | undefined>;
  remember(token: string, stored: StoredKey): void;
}

/** What verification stands on. Nothing here can write to the repository. */
export interface VerifyKeyPorts {
  readonly format: TokenFormat;
  readonly read: (keyId: KeyId) => Promise<StoredKey | undefined>;
  readonly proofs: SecretProofs;
  readonly askOwner: (owner: Owner) => Promise<OwnerStatus | undefined>;
  readonly recordUse: (keyId: KeyId, at: Date) => void;
  readonly clock: Clock;
  readonly events: Events;
}

/** Verifies a token. The order of the steps is the design: see docs/architecture.md. */
export async function verifyKey(
  ports: VerifyKeyPorts,
  token: string,
  requirements: Requirements,
): Promise<Verification> {
  const parsed = ports.format.parse(token);
  if (parsed === undefined) return refuse(ports, { reason: 'malformed' });
  try {
    const proven = await proveRecord(ports, token, parsed);
    if ('reason' in proven) return refuse(ports, proven, parsed.keyId);

    const { owner, id: keyId, scopes } = proven.key;
    const status = await ports.askOwner(owner);
    if (status?.active !== true) return refuse(ports, { reason: 'owner_inactive' }, keyId);

    // A copy for each request: what a handler does to its principal is its own affair.
    const permissions = effectivePermissions(status.permissions, scopes);
    const principal = { owner: { ...owner }, keyId, permissions };
    const insufficient = decideRequirements(principal, requirements);
    if (insufficient !== undefined) return refuse(ports, insufficient, keyId);

    ports.recordUse(keyId, ports.clock.now());
    return { ok: true, principal };
  } catch (error) {
    if (isFault(error)) ports.events.emit({ type: 'fault', code: error.code, error, keyId: parsed.keyId });
    throw error;
  }
}

/**
 * Reads the record, judges its state and proves the token against its hash. Hashing takes long enough for a revocation
 * to pass by, so the record is read again after it, and what was proven counts only if it is still what is stored.
 */
async function proveRecord(
  ports: VerifyKeyPorts,
  token: string,
  parsed: ParsedToken,
): Promise<StoredKey | Refusal> {
  let provenHash: string | undefined;
  while (true) {
    const stored = await ports.read(parsed.keyId);
    const refusal = decideRecord(stored?.key, parsed.kind, ports.clock.now());
    if (refusal !== undefined) return refusal;
    if (stored === undefined) return { reason: 'unknown' };

    if (stored.hash === provenHash) {
      ports.proofs.remember(token, stored);
      return stored;
    }
    if (ports.proofs.isRemembered(token, stored)) return stored;

    const unproven = await ports.proofs.prove(token, stored);
    if (unproven !== undefined) return unproven;
    provenHash = stored.hash;
  }
}

function refuse(ports: VerifyKeyPorts, refusal: Refusal, keyId?: KeyId): Verification {
  ports.events.emit({ type: 'refused', reason: refusal.reason, ...(keyId !== undefined && { keyId }) });
  return { ok: false, ...refusal };
}
