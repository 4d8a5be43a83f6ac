import { PosternError } from '../errors.js';
import { type Actor, actorReference, isSameActor } from '../model/actor.js';
import type { ApiKey } from '../model/api-key.js';
import type { AuditAction, AuditEntry } from '../model/audit-entry.js';
import { parseKeyName } from '../model/key-name.js';
import { countsTowardCap, keyState, keyStates } from '../model/key-state.js';
import type { KeyAction } from '../ports/key-policy.js';
import { auditEntry } from './audit-entry.js';
import { type ChangeRequest, findManagedKey, requirePermitted, requireVersion } from './managed-key.js';
import type { ManagementDeps } from './management-deps.js';
import { parseReason, requireFields, requireReason } from './parse-request.js';

/** One change to one key: the action that the policy decides on, the audit entry and event, and the statement. */
interface KeyChange {
  readonly action: Extract<KeyAction, 'rename' | 'disable' | 'enable' | 'revoke'>;
  readonly auditAction: Extract<AuditAction, 'renamed' | 'disabled' | 'enabled' | 'revoked'>;
  readonly reason: string | null;
  /** Whether there is anything to change in the record as it was read. */
  readonly isNeeded: (decided: Decided) => boolean;
  /** Resolves to `false` if the record is no longer as it was read. */
  readonly write: (
    change: Decided & {
      readonly entry: AuditEntry;
      /** What the record must still be like, if the caller expects a version. */
      readonly expected: ApiKey | undefined;
    },
  ) => Promise<boolean>;
}

/** What a decision was based on: the record as it was read. */
interface Decided {
  readonly key: ApiKey;
  readonly actor: Actor;
  readonly at: Date;
}

/** `changed` is false if there was nothing to do, perhaps because someone else had done it already. */
export interface Changed {
  readonly changed: boolean;
}

/**
 * Changes a key if the policy permits it. The decision is based on the record as it was read, the statement on the
 * record as it is. If the statement changed nothing although there was something to do, the record is read and decided
 * on again.
 *
 * @throws {PosternError} `ERR_VERSION_MISMATCH` if it is not the expected version; `ERR_REPOSITORY_UNAVAILABLE` if five
 * attempts wrote nothing.
 */
async function changeKey(
  deps: ManagementDeps,
  named: { readonly keyId: string; readonly request: ChangeRequest },
  change: KeyChange,
): Promise<Changed> {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const changed = await changeAsRead(deps, named, change);
    if (changed !== undefined) return { changed };
  }
  throw nothingWritten();
}

/** `undefined`: nothing was written, although there was something to change when the record was read. */
async function changeAsRead(
  deps: ManagementDeps,
  { keyId, request }: { readonly keyId: string; readonly request: ChangeRequest },
  { action, auditAction, reason, isNeeded, write }: KeyChange,
): Promise<boolean | undefined> {
  const { key, actor } = await findManagedKey(deps, keyId, request);
  await requirePermitted(deps, { actor, action, owner: key.owner, key });

  const expected = requireVersion(deps, key, request);
  const at = deps.clock.now();
  if (!isNeeded({ key, actor, at })) return false;
  const entry = auditEntry(deps, { action: auditAction, key, actor, at, reason });
  // F14 retry
  if (!(await write({ key, actor, at, entry, expected }))) return undefined;
  deps.events.emit({ type: auditAction, keyId: key.id, owner: key.owner });
  return true;
}

/**
 * How often a record is read and decided on. Each attempt without effect means that another change was faster, or that
 * the storage ignores the change.
 */
export const maxAttempts = 5;

/** The fault if no attempt wrote anything, although there was something to do. */
export function nothingWritten(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    `nothing was written in ${maxAttempts} attempts: either others changed the record each time, so try again, or the storage ignores the change, so check for row-level security policies, triggers, rules and a read-only replica`,
  );
}

/** Who renames the key, and to what. */
export interface RenameRequest<Kind extends string = string> extends ChangeRequest<Kind> {
  /** 1 to 100 characters. */
  readonly name: string;
}

export async function renameKey(
  deps: ManagementDeps,
  keyId: string,
  request: RenameRequest,
): Promise<Changed> {
  requireFields(request, ['actor', 'owner', 'name', 'expectedVersion']);
  const name = parseKeyName(request.name);
  return changeKey(
    deps,
    { keyId, request },
    {
      action: 'rename',
      auditAction: 'renamed',
      reason: null,
      isNeeded: ({ key }) => key.revokedAt === null && key.name !== name,
      write: ({ key, entry, expected }) => deps.repository.rename({ keyId: key.id, name, expected }, entry),
    },
  );
}

/** Who disables the key, and why. */
export interface DisableRequest<Kind extends string = string> extends ChangeRequest<Kind> {
  /**
   * 1 to 500 characters; stored with the record until it is enabled, and in the audit entry. Required, unlike the
   * reason of `revoke`, because someone has to decide later whether to enable the key.
   */
  readonly reason: string;
}

/**
 * The statement only takes over a disabling by the actor that the policy saw. If another actor's is found instead, the
 * policy is asked again.
 */
export async function disableKey(
  deps: ManagementDeps,
  keyId: string,
  request: DisableRequest,
): Promise<Changed> {
  requireFields(request, ['actor', 'owner', 'reason', 'expectedVersion']);
  const reason = requireReason(request.reason);
  return changeKey(
    deps,
    { keyId, request },
    {
      action: 'disable',
      auditAction: 'disabled',
      reason,
      isNeeded: ({ key, actor, at }) => canDisable(key, actor, at),
      write({ key, actor, at, entry, expected }) {
        const by = actorReference(actor);
        return deps.repository.disable(
          { keyId: key.id, at, by, reason, over: key.disabledBy, expected },
          entry,
        );
      },
    },
  );
}

/**
 * Whether there is anything to do: the table of states has the step, and this actor has not disabled the key already.
 */
function canDisable(key: ApiKey, actor: Actor, at: Date): boolean {
  return keyStates[keyState(key, at)].leadsTo.disable !== undefined && !isSameActor(key.disabledBy, actor);
}

/** The statement only undoes the disabling that the policy decided on, and no later one. */
export async function enableKey(
  deps: ManagementDeps,
  keyId: string,
  request: ChangeRequest,
): Promise<Changed> {
  requireFields(request, ['actor', 'owner', 'expectedVersion']);
  return changeKey(
    deps,
    { keyId, request },
    {
      action: 'enable',
      auditAction: 'enabled',
      reason: null,
      isNeeded: ({ key, at }) => keyStates[keyState(key, at)].leadsTo.enable !== undefined,
      async write({ key, at, entry, expected }) {
        const { id: keyId, owner, disabledAt, disabledBy } = key;
        // A record that another program disabled may not say by whom, and no statement could match that.
        if (disabledAt === null || disabledBy === null) return false;
        // Enabling makes no difference to whether an expired or rotated key counts, so it is enabled however many do.
        const counts = key.rotatedAt === null && countsTowardCap(key, { now: at, successor: undefined });
        const cap = counts ? deps.capFor(owner, at) : undefined;
        return deps.repository.enable({ keyId, disabledAt, disabledBy, cap, expected }, entry);
      },
    },
  );
}

/** Who revokes the key, and why. */
export interface RevokeRequest<Kind extends string = string> extends ChangeRequest<Kind> {
  /**
   * At most 500 characters; stored with the record and in the audit entry. Optional, because no later decision depends
   * on it, and people who delete one of their own keys owe no one a reason.
   */
  readonly reason?: string | undefined;
}

export async function revokeKey(
  deps: ManagementDeps,
  keyId: string,
  request: RevokeRequest,
): Promise<Changed> {
  requireFields(request, ['actor', 'owner', 'reason', 'expectedVersion']);
  const reason = parseReason(request.reason);
  return changeKey(
    deps,
    { keyId, request },
    {
      action: 'revoke',
      auditAction: 'revoked',
      reason,
      isNeeded: ({ key }) => key.revokedAt === null,
      write: ({ key, at, entry, expected }) =>
        deps.repository.revoke({ keyId: key.id, at, reason, expected }, entry),
    },
  );
}
