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
  /** `undefined`: the record is not as it was read any more, and is to be read and judged anew. */
  readonly write: (change: {
    readonly key: ApiKey;
    readonly actor: Actor;
    readonly at: Date;
    readonly entry: AuditEntry;
    /** What the record must still say, where somebody said so. */
    readonly expected: ApiKey | undefined;
  }) => Promise<boolean | undefined>;
}

/** Says whether anything was changed: another may have been faster, or there was nothing to do. */
export interface Changed {
  readonly changed: boolean;
}

/**
 * Changes a key for somebody who may. The decision is made on the record as it was read; the statement looks at the
 * record as it is.
 *
 * @throws {PosternError} `ERR_VERSION_MISMATCH` where it is not the expected version; `ERR_REPOSITORY_UNAVAILABLE` where the record was another one than was read, five times.
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

async function changeAsRead(
  ports: ManagementPorts,
  { keyId, request }: { readonly keyId: string; readonly request: ChangeRequest },
  { action, auditAction, reason, write }: KeyChange,
): Promise<boolean | undefined> {
  const { key, actor } = await findManagedKey(ports, keyId, request);
  await requirePermitted(ports, { actor, action, owner: key.owner, key });

  const expected = requireVersion(ports, key, request);
  const at = ports.clock.now();
  const entry = auditEntry(ports, { action: auditAction, key, actor, at, reason });
  const changed = await write({ key, actor, at, entry, expected });
  // Nothing to do, or not the version any more? The record says which.
  if (changed === false && expected !== undefined) requireVersion(ports, await ports.read(key.id), request);
  if (changed) ports.events.emit({ type: auditAction, keyId: key.id, owner: key.owner });
  return changed;
}
