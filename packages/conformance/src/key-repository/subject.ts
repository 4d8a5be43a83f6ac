import assert from 'node:assert/strict';
import type { ApiKey, AuditEntry, KeyId } from '@postern/core';
import type { FoundKey, KeyRepository, StoredKey, VerifiableKey } from '@postern/core/ports';
import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import { type Clause, reportNotChecked } from '../clause.js';
import type { SubjectHooks } from './hooks.js';

/** An empty repository that nothing else uses, with the hooks that the subject has. */
export interface KeyRepositorySubject extends SubjectHooks {
  readonly repository: KeyRepository;
  /** Releases the repository. */
  dispose(): Promise<void>;
}

/** Creates a subject of the contract. */
export type MakeKeyRepository = () => Promise<KeyRepositorySubject>;

/** Creates a clause from a check of one empty repository. */
export function clause(
  name: string,
  check: (repository: KeyRepository) => Promise<void>,
): Clause<MakeKeyRepository> {
  return { name, run: (make) => checkSubject(make, ({ repository }) => check(repository)) };
}

type With<Needed extends keyof SubjectHooks> = KeyRepositorySubject & Required<Pick<SubjectHooks, Needed>>;

/** Creates a clause from a check that needs a hook. It is not checked if the subject doesn't have it. */
export function clauseWith<Needed extends keyof SubjectHooks>(
  needs: Needed,
  name: string,
  check: (repository: KeyRepository, subject: With<Needed>) => Promise<void>,
): Clause<MakeKeyRepository> {
  const has = (subject: KeyRepositorySubject): subject is With<Needed> => subject[needs] !== undefined;
  return {
    name,
    needs,
    run: (make, test) =>
      checkSubject(make, async (subject) => {
        if (has(subject)) await check(subject.repository, subject);
        else reportNotChecked(needs, test);
      }),
  };
}

async function checkSubject(
  make: MakeKeyRepository,
  check: (subject: KeyRepositorySubject) => Promise<void>,
): Promise<void> {
  const subject = await make();
  try {
    await check(subject);
  } finally {
    await subject.dispose();
  }
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
