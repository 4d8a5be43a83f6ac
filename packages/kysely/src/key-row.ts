import {
  type ActorReference,
  type ApiKey,
  actorKinds,
  type KeyId,
  type Owner,
  PosternError,
} from '@postern/core';
import { type EncodedHash, type FoundKey, parseKeyId, type StoredKey } from '@postern/core/ports';
import type { Dialect } from './dialect.js';
import type { KeyTable, UnreadRow } from './tables.js';

/** What a record is read from. The hash is not part of it: a list of keys doesn't need it. */
type RecordRow = UnreadRow<Omit<KeyTable, 'hash'>> & { readonly hash?: never };

/**
 * The columns of a `RecordRow`. If one is missing, or the hash is among them, the queries that call `readKey` don't
 * compile.
 */
export const recordColumns = [
  'id',
  'owner_kind',
  'owner_id',
  'name',
  'scopes',
  'created_at',
  'created_by_kind',
  'created_by_id',
  'expires_at',
  'rotated_at',
  'successor_id',
  'disabled_at',
  'disabled_by_kind',
  'disabled_by_id',
  'revoked_at',
  'reason',
  'last_used_at',
  'prefix',
] as const;

/** Writes a record as a row. */
export function keyRow({ key, hash }: StoredKey, dialect: Dialect): KeyTable {
  const writeInstantOrNull = orNull(dialect.writeInstant);
  return {
    id: key.id,
    owner_kind: key.owner.kind,
    owner_id: key.owner.id,
    name: key.name,
    scopes: key.scopes === null ? null : JSON.stringify(key.scopes),
    hash,
    created_at: dialect.writeInstant(key.createdAt),
    created_by_kind: key.createdBy.kind,
    created_by_id: key.createdBy.id,
    expires_at: writeInstantOrNull(key.expiresAt),
    rotated_at: writeInstantOrNull(key.rotatedAt),
    successor_id: key.successorId,
    disabled_at: writeInstantOrNull(key.disabledAt),
    disabled_by_kind: key.disabledBy?.kind ?? null,
    disabled_by_id: key.disabledBy?.id ?? null,
    revoked_at: writeInstantOrNull(key.revokedAt),
    reason: key.reason,
    last_used_at: writeInstantOrNull(key.lastUsedAt),
    prefix: key.prefix,
  };
}

/**
 * Reads a row as a record.
 *
 * @throws {PosternError} `ERR_RECORD_UNREADABLE`, naming the key ID.
 */
export function readKey(row: RecordRow, dialect: Dialect): ApiKey {
  return readingRow(row.id, () => {
    const readInstantOrNull = orNull(dialect.readInstant);
    return {
      id: readKeyId(row.id),
      // A release before prefixes wrote the row.
      prefix: readText(row.prefix ?? row.owner_kind),
      owner: readOwner(row.owner_kind, row.owner_id),
      name: readText(row.name),
      scopes: orNull(readScopes)(row.scopes),
      createdAt: dialect.readInstant(row.created_at),
      createdBy: readActor(row.created_by_kind, row.created_by_id),
      expiresAt: readInstantOrNull(row.expires_at),
      rotatedAt: readInstantOrNull(row.rotated_at),
      successorId: orNull(readKeyId)(row.successor_id),
      disabledAt: readInstantOrNull(row.disabled_at),
      disabledBy:
        row.disabled_by_kind === null && row.disabled_by_id === null
          ? null
          : readActor(row.disabled_by_kind, row.disabled_by_id),
      revokedAt: readInstantOrNull(row.revoked_at),
      reason: orNull(readText)(row.reason),
      lastUsedAt: readInstantOrNull(row.last_used_at),
    };
  });
}

/**
 * The columns that a verification needs, besides the key ID that it asked for. If one is missing, `readFoundKey`
 * doesn't compile.
 */
export const verifiedColumns = [
  'owner_kind',
  'owner_id',
  'scopes',
  'expires_at',
  'disabled_at',
  'revoked_at',
  'hash',
] as const;

/** The position of each column among the values of a row. */
const place = Object.fromEntries(verifiedColumns.map((column, index) => [column, index])) as Readonly<
  Record<(typeof verifiedColumns)[number], number>
>;

/**
 * Reads the values of `verifiedColumns`, in that order. They are not an object, because drivers take longer to create
 * one for each row. A row that can't be understood does not fail the others.
 */
export function readFoundKey(
  id: KeyId,
  values: readonly unknown[],
  { readInstant }: Pick<Dialect, 'readInstant'>,
): FoundKey {
  const readInstantAt = (index: number) => {
    const value = values[index];
    return value === null ? null : readInstant(value);
  };
  try {
    const scopes = values[place.scopes];
    return {
      key: {
        id,
        owner: readOwner(values[place.owner_kind], values[place.owner_id]),
        scopes: scopes === null ? null : readScopes(scopes),
        expiresAt: readInstantAt(place.expires_at),
        disabledAt: readInstantAt(place.disabled_at),
        revokedAt: readInstantAt(place.revoked_at),
      },
      hash: readText(values[place.hash]) as EncodedHash,
    };
  } catch {
    return { unreadable: true };
  }
}

/**
 * Reads a row that belongs to a key. Whatever is wrong with it, the error names the key ID and nothing else of the row.
 *
 * @throws {PosternError} `ERR_RECORD_UNREADABLE`
 */
export function readingRow<Value>(keyId: unknown, read: () => Value): Value {
  try {
    return read();
  } catch {
    const which = parseKeyId(keyId) ?? 'with a malformed key ID';
    throw new PosternError(
      'ERR_RECORD_UNREADABLE',
      `a row of the key ${which} cannot be understood; repair or delete it in the database`,
    );
  }
}

/** Converts any value except `null`. */
export function orNull<From, To>(convert: (value: From) => To): (value: From | null) => To | null {
  return (value) => (value === null ? null : convert(value));
}

export function readText(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError('not a text');
}

export function readKeyId(value: unknown): KeyId {
  const keyId = parseKeyId(value);
  if (keyId === undefined) throw new TypeError('not a key ID');
  return keyId;
}

export function readOwner(kind: unknown, id: unknown): Owner {
  return { kind: readText(kind), id: readText(id) };
}

export function readActor(kind: unknown, id: unknown): ActorReference {
  const actorKind = actorKinds.find((one) => one === kind);
  if (actorKind === undefined) throw new TypeError('not a kind of actor');
  return { kind: actorKind, id: readText(id) };
}

export function readScopes(value: unknown): readonly string[] {
  const scopes: unknown = JSON.parse(readText(value));
  if (Array.isArray(scopes)) return scopes.map(readText);
  throw new TypeError('not a list of scopes');
}
