import assert from 'node:assert/strict';
import type { ActorReference, ApiKey, AuditAction, AuditEntry, KeyState } from '@postern/core';
import type { KeyRepository, StoredKey } from '@postern/core/ports';
import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import { now } from './records.js';
import { add } from './subject.js';

/** A verb that changes one record. */
export interface Change {
  readonly verb: 'revoke' | 'disable' | 'disable (taking over)' | 'enable' | 'rename' | 'rotate' | 'rehash';
  readonly auditAction: AuditAction;
  /** What a record has that can be changed. */
  readonly before: Partial<ApiKey>;
  /** The states in which a record is changed, and those that it may be in then. */
  readonly leadsTo: { readonly [State in KeyState]?: readonly string[] };
  readonly apply: (repository: KeyRepository, attempt: Attempt) => Promise<boolean>;
  /** What the record is once an attempt has won. */
  readonly after: (attempt: Attempt) => StoredKey;
}

/** What somebody asks for. */
export interface Attempt {
  readonly stored: StoredKey;
  /** Its instant, actor and reason are those of the change. */
  readonly entry: AuditEntry;
  /** What takes the place of the record where it is rotated; its hash is the new one where the record is rehashed. */
  readonly successor: StoredKey;
  /** What the record must still say. Default: anything. */
  readonly expected?: ApiKey;
}

/** Makes an attempt to change a record. `mark` tells it from its rivals. */
export function attemptOn(
  { auditAction }: Pick<Change, 'auditAction'>,
  stored: StoredKey,
  { mark = 'one', ...given }: Partial<AuditEntry> & { readonly mark?: string } = {},
): Attempt {
  const actor: ActorReference = { kind: 'user', id: `linus, ${mark}` };
  const entry = buildAuditEntry(stored.key, { action: auditAction, at: now, actor, reason: mark, ...given });
  const key = buildKey({ owner: stored.key.owner, createdAt: entry.at });
  return { stored, entry, successor: buildStoredKey({ key, hash: `$insecure$1$${mark}` }) };
}

/** Makes an attempt of somebody who saw something else than what is stored. */
export function attemptSeeing(
  change: Pick<Change, 'auditAction'>,
  stored: StoredKey,
  seen: Partial<ApiKey>,
): Attempt {
  return attemptOn(change, { ...stored, key: { ...stored.key, ...seen } });
}

/** Adds a record that can be changed, with something in the columns that are to stay as they are. */
export function addChangeable(
  repository: KeyRepository,
  { before }: Pick<Change, 'before'>,
): Promise<StoredKey> {
  return add(repository, {
    scopes: ['agents:read'],
    expiresAt: new Date('2026-03-01T00:00:00Z'),
    lastUsedAt: new Date('2026-01-15T00:00:00Z'),
    ...before,
  });
}

/** Asks for all at once, and gives the one that won; fails where it is not exactly one. */
export async function onlyWinner<Rival extends Attempt>(
  attempts: readonly Rival[],
  apply: (attempt: Rival) => Promise<boolean>,
): Promise<Rival> {
  const won = await Promise.all(attempts.map(apply));
  const [winner, ...others] = attempts.filter((_, index) => won[index]);
  assert.ok(winner !== undefined && others.length === 0, `${won.filter(Boolean).length} won`);
  return winner;
}
