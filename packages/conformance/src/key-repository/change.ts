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
  /** The fields of a record that the verb can change. */
  readonly before: Partial<ApiKey>;
  /** The states in which a record is changed, each with the states that it may be in afterwards. */
  readonly leadsTo: { readonly [State in KeyState]?: readonly string[] };
  readonly apply: (repository: KeyRepository, attempt: Attempt) => Promise<boolean>;
  /** The record after an attempt that succeeded. */
  readonly after: (attempt: Attempt) => StoredKey;
}

/** One attempt to change a record. */
export interface Attempt {
  readonly stored: StoredKey;
  /** Its instant, actor and reason are those of the change. */
  readonly entry: AuditEntry;
  /** Replaces the record if it is rotated. If it is rehashed, this has the new hash. */
  readonly successor: StoredKey;
  /** The record that the change expects. Default: no expectation. */
  readonly expected?: ApiKey;
}

/** Creates an attempt to change a record. `mark` distinguishes it from its rivals. */
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

/** Creates an attempt by an actor who saw something other than what is stored. */
export function attemptSeeing(
  change: Pick<Change, 'auditAction'>,
  stored: StoredKey,
  seen: Partial<ApiKey>,
): Attempt {
  return attemptOn(change, { ...stored, key: { ...stored.key, ...seen } });
}

/** Adds a record that can be changed, with values in the columns that must not change. */
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

/** Makes all attempts at the same time, and returns the one that won. Fails unless exactly one did. */
export async function onlyWinner<Rival extends Attempt>(
  attempts: readonly Rival[],
  apply: (attempt: Rival) => Promise<boolean>,
): Promise<Rival> {
  const won = await Promise.all(attempts.map(apply));
  const [winner, ...others] = attempts.filter((_, index) => won[index]);
  assert.ok(
    winner !== undefined && others.length === 0,
    `expected exactly one winner; got ${won.filter(Boolean).length}`,
  );
  return winner;
}
