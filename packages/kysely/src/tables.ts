/** An instant in the form that a database uses, such as a number. Only a `Dialect` writes and reads it. */
export interface Instant {
  readonly brand: 'Instant';
}

/** A row of a key. */
export interface KeyTable {
  readonly id: string;
  readonly owner_kind: string;
  readonly owner_id: string;
  readonly name: string;
  /** A JSON array of texts. `null`: all that the owner may do. */
  readonly scopes: string | null;
  readonly hash: string;
  readonly created_at: Instant;
  readonly created_by_kind: string;
  readonly created_by_id: string;
  readonly expires_at: Instant | null;
  readonly rotated_at: Instant | null;
  readonly successor_id: string | null;
  readonly disabled_at: Instant | null;
  readonly disabled_by_kind: string | null;
  readonly disabled_by_id: string | null;
  readonly revoked_at: Instant | null;
  readonly reason: string | null;
  readonly last_used_at: Instant | null;
  /** What the token begins with. `null`: the kind of the owner. */
  readonly prefix: string | null;
}

/** A row of an audit entry. It only has the ID of its key, because it stays when the key is purged. */
export interface AuditTable {
  readonly id: string;
  readonly key_id: string;
  readonly owner_kind: string;
  readonly owner_id: string;
  readonly action: string;
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly at: Instant;
  readonly reason: string | null;
  readonly expires_at: Instant | null;
}

/** A row of a request to issue a key, which may be retried. */
export interface IssueRequestTable {
  readonly id: string;
  /** The key that the last attempt issued. It may no longer exist. */
  readonly key_id: string;
  /** The instant of the last attempt. */
  readonly at: Instant;
}

/** A row of an offer. */
export interface OfferTable {
  readonly id: string;
  readonly owner_kind: string;
  readonly owner_id: string;
  readonly name: string;
  /** A JSON array of texts. `null`: all that the owner may do. */
  readonly scopes: string | null;
  readonly key_expires_at: Instant | null;
  /** The key that the offered key replaces. `null`: the offer is of an additional key. */
  readonly rotated_key_id: string | null;
  /** A whole number. */
  readonly grace_ms: string | null;
  readonly offered_at: Instant;
  readonly offered_by_kind: string;
  readonly offered_by_id: string;
  readonly expires_at: Instant;
  readonly claimed_at: Instant | null;
  readonly withdrawn_at: Instant | null;
  /** When it expires by the clock of the database. `null`: an earlier release wrote the row. */
  readonly open_until: Instant | null;
}

/** A row of a migration that has run. */
interface MigrationTable {
  readonly number: number;
  readonly name: string;
  readonly applied_at: Instant;
}

/** The tables, by their names without the prefix. */
export interface Tables {
  readonly key: KeyTable;
  readonly audit: AuditTable;
  readonly issue_request: IssueRequestTable;
  readonly offer: OfferTable;
  readonly migration: MigrationTable;
}

/** A row from a database that others may write to as well: nothing is known about its values. */
export type UnreadRow<Row> = { readonly [Column in keyof Row]: unknown };
