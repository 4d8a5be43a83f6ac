/** On whose behalf a key acts. Never take it from a request body. */
export interface Owner<Kind extends string = string> {
  readonly kind: Kind;
  /** The owner's ID in the host application, 1 to 255 characters. */
  readonly id: string;
}

/** What the host application currently knows about an owner. */
export interface OwnerStatus {
  /** Whether the owner may act at all. */
  readonly active: boolean;
  /** What the owner may do, as names such as `agents:read`. */
  readonly permissions: readonly string[];
}

/**
 * Checks whether two owners are the same.
 *
 * @example
 * if (!isSameOwner(key.owner, owner)) response.status(404);
 */
export function isSameOwner(one: Owner, other: Owner): boolean {
  return one.kind === other.kind && one.id === other.id;
}
