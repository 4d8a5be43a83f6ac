import type { Actor } from '../model/actor.js';
import type { ApiKey } from '../model/api-key.js';
import type { AuditEntry } from '../model/audit-entry.js';
import type { KeyAction } from '../ports/key-policy.js';
import { auditEntry } from './audit-entry.js';
import { findManagedKey, type KeyRequest } from './managed-key.js';
import type { ManagementPorts } from './management-ports.js';
import { requirePermitted } from './require-permitted.js';

/** One change to one key: what the policy is asked, what is told of it, and the statement that makes it. */
interface KeyChange {
  readonly action: Exclude<KeyAction, 'purge'>;
  readonly told: 'renamed' | 'disabled' | 'enabled' | 'revoked';
  readonly reason: string | null;
  readonly write: (change: {
    readonly key: ApiKey;
    readonly actor: Actor;
    readonly at: Date;
    readonly entry: AuditEntry;
  }) => Promise<boolean>;
}

/** Says whether anything was changed: another may have been faster, or there was nothing to do. */
export interface Changed {
  readonly changed: boolean;
}

/**
 * Changes a key for somebody who may. The decision is made on the record as it was read; the statement looks at the
 * record as it is.
 */
export async function changeKey(
  ports: ManagementPorts,
  { keyId, request }: { readonly keyId: string; readonly request: KeyRequest },
  { action, told, reason, write }: KeyChange,
): Promise<Changed> {
  const { key, actor } = await findManagedKey(ports, keyId, request);
  await requirePermitted(ports, { actor, action, owner: key.owner, key });

  const at = ports.clock.now();
  const entry = auditEntry(ports, { action: told, key, actor, at, reason });
  const changed = await write({ key, actor, at, entry });
  if (changed) ports.events.emit({ type: told, keyId: key.id, owner: key.owner });
  return { changed };
}
