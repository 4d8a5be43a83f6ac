import assert from 'node:assert/strict';
import type { ApiKey, AuditEntry, KeyId } from '@postern/core';
import type { FoundKey, KeyRepository, StoredKey, VerifiableKey } from '@postern/core/ports';
import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import type { Clause } from '../clause.js';

/**
 * An empty repository that nothing else uses. The subject also does what can't be done through the port. Without `damage`
 * and `block`, the clauses that need them pass without checking anything.
 */
export interface KeyRepositorySubject {
  readonly repository: KeyRepository;
  /** Puts the repository away. */
  dispose(): Promise<void>;
  /** Damages what is stored of a key, so that it can't be understood: a list of scopes that is not one, for example. */
  damage?(keyId: KeyId): Promise<void>;
  /** Keeps the repository from making changes, like a foreign lock or a network that is down. */
  readonly block?: Block;
}

/** How a repository is blocked. */
export interface Block {
  /** Blocks it, and returns what ends that. */
  start(): Promise<() => Promise<void>>;
  /** Within how many milliseconds a change must settle: the repository's own deadline, and some more time. */
  readonly withinMs: number;
}

/** Makes a subject of the contract. */
export type MakeKeyRepository = () => Promise<KeyRepositorySubject>;

/** Makes a clause of a check on one empty repository. */
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
  assert.equal(await repository.insert(stored, buildAuditEntry(stored.key)), true, 'insert took no new key');
  return stored;
}

/** Revokes a key, and gives what was asked for and what came of it. */
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

/** All that is kept of a key: what `get` gives of its record, with the hash that `find` gives. */
export async function storedOf(repository: KeyRepository, id: KeyId): Promise<StoredKey | undefined> {
  const [key, found] = [await repository.get(id), await findOne(repository, id)];
  if (key === undefined && found === undefined) return undefined;
  assert.ok(found !== undefined && 'hash' in found, 'find gives no record, or an unreadable one');
  assert.ok(key !== undefined, 'get gives no record where find gives one');
  assert.deepEqual(verifiedPart(found.key), verifiedPart(key), 'find and get differ');
  return { key, hash: found.hash };
}

/** What a verification needs of a record. */
export function verifiedPart(key: VerifiableKey['key']): VerifiableKey['key'] {
  const { id, owner, scopes, expiresAt, disabledAt, revokedAt } = key;
  return { id, owner, scopes, expiresAt, disabledAt, revokedAt };
}

/** The record of a key; fails where there is none. */
export async function recordOf(repository: KeyRepository, id: KeyId): Promise<ApiKey> {
  const stored = await storedOf(repository, id);
  assert.ok(stored !== undefined, 'the record is missing');
  return stored.key;
}

/** All audit entries of a key, newest first. */
export function historyOf(repository: KeyRepository, keyId: KeyId): Promise<readonly AuditEntry[]> {
  return repository.history({ of: { keyId }, after: null, limit: 1_000 });
}

/** What is kept of a key: its record, or `undefined`, and its audit entries. */
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

/** The error of a change, or `undefined` where it did not fail. */
export async function failureOf(change: Promise<unknown>): Promise<unknown> {
  try {
    await change;
    return undefined;
  } catch (error) {
    return error ?? new Error('rejected with nothing');
  }
}
