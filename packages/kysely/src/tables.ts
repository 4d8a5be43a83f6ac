/** An instant as a database has it: a number here, a `Date` there. Only a `Dialect` makes and reads one. */
export interface Instant {
  readonly brand: 'Instant';
}

/** A row of a key. Its names are those of the columns. */
export interface KeyTable {
  readonly id: string;
  readonly owner_kind: string;
  readonly owner_id: string;
  readonly name: string;
  /** A JSON array of texts. `null`: not narrowed. */
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
}

/** A row of an audit entry. It refers to its key by ID alone, since it stays when the key is purged. */
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
}

/** A row of a request to issue a key that may be retried. */
export interface IssueRequestTable {
  readonly id: string;
  /** The key that its last attempt has issued. It may be gone. */
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
  /** A JSON array of texts. `null`: not narrowed. */
  readonly scopes: string | null;
  readonly key_expires_at: Instant | null;
  /** The key whose place is offered. `null`: none; a key of its own is. */
  readonly rotated_key_id: string | null;
  /** A whole number. */
  readonly grace_ms: string | null;
  readonly offered_at: Instant;
  readonly offered_by_kind: string;
  readonly offered_by_id: string;
  readonly expires_at: Instant;
  readonly claimed_at: Instant | null;
  readonly withdrawn_at: Instant | null;
  /** By the clock of the database. `null`: an earlier release wrote the row. */
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

/** A row as it came from a database that others write to as well: nothing is known of its values. */
export type UnreadRow<Row> = { readonly [Column in keyof Row]: unknown };
