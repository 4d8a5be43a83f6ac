import type { Actor } from '../model/actor.js';
import type { ApiKey } from '../model/api-key.js';
import type { AuditAction, AuditEntry } from '../model/audit-entry.js';
import type { KeyAction } from '../ports/key-policy.js';
import { auditEntry } from './audit-entry.js';
import { changedMeanwhile, mostAttempts } from './changed-meanwhile.js';
import { type ChangeRequest, requireVersion } from './expected-version.js';
import { findManagedKey } from './managed-key.js';
import type { ManagementPorts } from './management-ports.js';
import { requirePermitted } from './require-permitted.js';

/** One change to one key: what the policy is asked, what the audit entry and the event say, and the statement. */
interface KeyChange {
  readonly action: Exclude<KeyAction, 'purge'>;
  readonly auditAction: Extract<AuditAction, 'renamed' | 'disabled' | 'enabled' | 'revoked'>;
  readonly reason: string | null;
  /** Whether there is anything to change in the record as it was read. */
  readonly isDue: (decided: Decided) => boolean;
  /** `false`: the record is no longer as it was read. */
  readonly write: (
    change: Decided & {
      readonly entry: AuditEntry;
      /** What the record must still be, if the caller expects something. */
      readonly expected: ApiKey | undefined;
    },
  ) => Promise<boolean>;
}

/** What a decision is based on: the record as it was read. */
interface Decided {
  readonly key: ApiKey;
  readonly actor: Actor;
  readonly at: Date;
}

/** `false`: there was nothing to do, perhaps because somebody else did it before. */
export interface Changed {
  readonly changed: boolean;
}

/**
 * Changes a key for somebody who may. The decision is made on the record as it was read; the statement looks at the
 * record as it is. If it changed nothing although there was something to do, the record is read and judged again.
 *
 * @throws {PosternError} `ERR_VERSION_MISMATCH` if it is not the expected version; `ERR_REPOSITORY_UNAVAILABLE` if five
 * attempts wrote nothing.
 */
export async function changeKey(
  ports: ManagementPorts,
  named: { readonly keyId: string; readonly request: ChangeRequest },
  change: KeyChange,
): Promise<Changed> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const changed = await changeAsRead(ports, named, change);
    if (changed !== undefined) return { changed };
  }
  throw changedMeanwhile();
}

/** `undefined`: nothing was written, although there was something to change in the record as it was read. */
async function changeAsRead(
  ports: ManagementPorts,
  { keyId, request }: { readonly keyId: string; readonly request: ChangeRequest },
  { action, auditAction, reason, isDue, write }: KeyChange,
): Promise<boolean | undefined> {
  const { key, actor } = await findManagedKey(ports, keyId, request);
  await requirePermitted(ports, { actor, action, owner: key.owner, key });

  const expected = requireVersion(ports, key, request);
  const at = ports.clock.now();
  if (!isDue({ key, actor, at })) return false;
  const entry = auditEntry(ports, { action: auditAction, key, actor, at, reason });
  // F14 retry
  if (!(await write({ key, actor, at, entry, expected }))) return undefined;
  ports.events.emit({ type: auditAction, keyId: key.id, owner: key.owner });
  return true;
}
