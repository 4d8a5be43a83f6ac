import { type AuditEntry, auditActions } from '@postern/core';
import type { Dialect } from './dialect.js';
import { orNull, readActor, readingRow, readKeyId, readOwner, readText } from './key-row.js';
import type { AuditTable, UnreadRow } from './tables.js';

/** The columns of an audit entry. If one is missing, `readAuditEntry` doesn't compile. */
export const auditColumns = [
  'id',
  'key_id',
  'owner_kind',
  'owner_id',
  'action',
  'actor_kind',
  'actor_id',
  'at',
  'reason',
  'expires_at',
] as const;

/** Writes an audit entry as a row. */
export function auditRow(entry: AuditEntry, { writeInstant }: Dialect): AuditTable {
  return {
    id: entry.id,
    key_id: entry.keyId,
    owner_kind: entry.owner.kind,
    owner_id: entry.owner.id,
    action: entry.action,
    actor_kind: entry.actor.kind,
    actor_id: entry.actor.id,
    at: writeInstant(entry.at),
    reason: entry.reason,
    expires_at: orNull(writeInstant)(entry.expiresAt),
  };
}

/**
 * Reads a row as an audit entry.
 *
 * @throws {PosternError} `ERR_RECORD_UNREADABLE`, naming the key ID.
 */
export function readAuditEntry(row: UnreadRow<AuditTable>, { readInstant }: Dialect): AuditEntry {
  return readingRow(row.key_id, () => ({
    id: readText(row.id),
    keyId: readKeyId(row.key_id),
    owner: readOwner(row.owner_kind, row.owner_id),
    action: readAction(row.action),
    actor: readActor(row.actor_kind, row.actor_id),
    at: readInstant(row.at),
    reason: orNull(readText)(row.reason),
    expiresAt: orNull(readInstant)(row.expires_at),
  }));
}

/**
 * A newer release may have written an action that this one doesn't know. Failing would hide all other changes of the
 * owner, and leaving the entry out would hide this one.
 */
function readAction(value: unknown): AuditEntry['action'] {
  const written = readText(value);
  return auditActions.find((action) => action === written) ?? 'unknown';
}
