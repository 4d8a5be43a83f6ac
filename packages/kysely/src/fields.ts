import { type ActorReference, type KeyId, type Owner, PosternError, parseKeyId } from '@postern/core';

/** Every kind of actor: one that `@postern/core` adds does not compile until it stands here. */
const actorKinds: Readonly<Record<ActorReference['kind'], true>> = { user: true, key: true, system: true };

/**
 * Reads a row that belongs to a key. Whatever goes wrong in it, the error names the key ID and nothing of the row.
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
      `a row of the key ${which} can not be understood; repair or delete it in the database`,
    );
  }
}

/** Applies a reading, or a writing, to all but `null`. */
export function orNull<From, To>(convert: (value: From) => To): (value: From | null) => To | null {
  return (value) => (value === null ? null : convert(value));
}

export function readText(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError('no text');
}

export function readKeyId(value: unknown): KeyId {
  const keyId = parseKeyId(value);
  if (keyId === undefined) throw new TypeError('no key ID');
  return keyId;
}

export function readOwner(kind: unknown, id: unknown): Owner {
  return { kind: readText(kind), id: readText(id) };
}

export function readActor(kind: unknown, id: unknown): ActorReference {
  const actorKind = readText(kind);
  if (!Object.hasOwn(actorKinds, actorKind)) throw new TypeError('no kind of actor');
  return { kind: actorKind as ActorReference['kind'], id: readText(id) };
}

export function readScopes(value: unknown): readonly string[] {
  const scopes: unknown = JSON.parse(readText(value));
  if (Array.isArray(scopes)) return scopes.map(readText);
  throw new TypeError('no list of scopes');
}
