import assert from 'node:assert/strict';
import type { ApiKey, AuditEntry, KeyId } from '@postern/core';
import type { FoundKey, KeyRepository, StoredKey, VerifiableKey } from '@postern/core/ports';
import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import type { Clause } from '../clause.js';

/**
 * An empty repository that nothing else uses. The subject also does what can't be done through the port. Without
 * `damage` and `block`, the clauses that need them pass without checking anything.
 */
export interface KeyRepositorySubject {
  readonly repository: KeyRepository;
  /** Releases the repository. */
  dispose(): Promise<void>;
  /** Damages the stored record of a key so that it can't be understood, for example with scopes that are not a list. */
  damage?(keyId: KeyId): Promise<void>;
  /** Keeps the repository from making changes, as a foreign lock or a network outage does. */
  readonly block?: Block;
}

/** How a repository is blocked. */
export interface Block {
  /** Blocks the repository. Resolves with a function that unblocks it. */
  start(): Promise<() => Promise<void>>;
  /** How many milliseconds a change may take to settle: the repository's own deadline, and some more time. */
  readonly withinMs: number;
}

/** Creates a subject of the contract. */
export type MakeKeyRepository = () => Promise<KeyRepositorySubject>;

/** Creates a clause from a check of one empty repository. */
export function clause(
  name: string,
  check: (repository: KeyRepository, subject: KeyRepositorySubject) => Promise<void>,
): Clause<MakeKeyRepository> {
  return {
    name,
    async run(make) {
      const subject = await make();
      try {
        await check(subject.repository, subject);
      } finally {
        await subject.dispose();
      }
    },
  };
}

/** Adds a record with the given fields, and its audit entry. */
export async function add(repository: KeyRepository, given: Partial<ApiKey> = {}): Promise<StoredKey> {
  const stored = buildStoredKey({ key: buildKey(given) });
  assert.equal(
    await repository.insert(stored, buildAuditEntry(stored.key)),
    true,
    'insert must add a new key',
  );
  return stored;
}

/** Revokes a key. Returns whether that changed it, and the audit entry that was passed. */
export async function revoke(
  repository: KeyRepository,
  key: ApiKey,
  entry: Partial<AuditEntry> = {},
): Promise<{ readonly changed: boolean; readonly entry: AuditEntry }> {
  const at = new Date('2026-02-01T00:00:00Z');
  const written = buildAuditEntry(key, { action: 'revoked', at, reason: 'left the project', ...entry });
  const changed = await repository.revoke({ keyId: key.id, at: written.at, reason: written.reason }, written);
  return { changed, entry: written };
}

async function findOne(repository: KeyRepository, id: KeyId): Promise<FoundKey | undefined> {
  return (await repository.find([id])).get(id);
}

/** Everything that is stored of a key: the record that `get` returns, with the hash that `find` returns. */
export async function storedOf(repository: KeyRepository, id: KeyId): Promise<StoredKey | undefined> {
  const [key, found] = [await repository.get(id), await findOne(repository, id)];
  if (key === undefined && found === undefined) return undefined;
  assert.ok(found !== undefined && 'hash' in found, 'find must return the record');
  assert.ok(key !== undefined, 'get must return a record if find does');
  assert.deepEqual(verifiedPart(found.key), verifiedPart(key), 'find and get must return the same record');
  return { key, hash: found.hash };
}

/** The fields that a verification needs. */
export function verifiedPart(key: VerifiableKey['key']): VerifiableKey['key'] {
  const { id, owner, scopes, expiresAt, disabledAt, revokedAt } = key;
  return { id, owner, scopes, expiresAt, disabledAt, revokedAt };
}

/** The record of a key. Fails if there isn't one. */
export async function recordOf(repository: KeyRepository, id: KeyId): Promise<ApiKey> {
  const stored = await storedOf(repository, id);
  assert.ok(stored !== undefined, 'the record must be stored');
  return stored.key;
}

/** All audit entries of a key, newest first. */
export function historyOf(repository: KeyRepository, keyId: KeyId): Promise<readonly AuditEntry[]> {
  return repository.history({ of: { keyId }, after: null, limit: 1_000 });
}

/** The record of a key, or `undefined`, and its audit entries. */
export interface Snapshot {
  readonly stored: StoredKey | undefined;
  readonly entries: readonly AuditEntry[];
}

export async function snapshotOf(repository: KeyRepository, keyId: KeyId): Promise<Snapshot> {
  return { stored: await storedOf(repository, keyId), entries: await historyOf(repository, keyId) };
}

/** A key ID of one character, repeated. */
export function keyIdOf(character: string): KeyId {
  return character.repeat(16) as KeyId;
}

/** The error of a change, or `undefined` if it did not fail. */
export async function failureOf(change: Promise<unknown>): Promise<unknown> {
  try {
    await change;
    return undefined;
  } catch (error) {
    return error ?? new Error('rejected with nothing');
  }
}
