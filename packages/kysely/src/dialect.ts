import type { Owner } from '@postern/core';
import type {
  AliasableExpression,
  ColumnDataType,
  CreateIndexBuilder,
  Expression,
  ExpressionBuilder,
  InsertObject,
  Kysely,
  RawBuilder,
  SelectQueryNode,
  SqlBool,
} from 'kysely';
import type { Instant, IssueRequestTable, KeyTable, Tables } from './tables.js';

/**
 * All that differs between databases in rows, queries and migrations: one object of this type per database. The rest is
 * SQL that they have in common, such as `limit`, row comparisons, `case` and sub-queries.
 */
export interface Dialect extends Statements {
  /**
   * The type of a column of texts of up to `maxLength` UTF-16 units. They are compared by code unit, never by language.
   */
  readonly textType: (maxLength: number) => ColumnDataType | Expression<unknown>;
  /** The type of a column of JSON. It takes and returns JSON as text. */
  readonly jsonType: ColumnDataType | Expression<unknown>;
  /** The type of a column of instants, to the millisecond. */
  readonly instantType: Expression<unknown>;
  /** What follows the columns when a table is created. */
  readonly tableEnd: Expression<unknown>;
  /** Limits an index to the rows that meet a condition. If the database can't do that, returns the index as it is. */
  readonly partialIndex: <Columns extends string>(
    index: CreateIndexBuilder<Columns>,
    condition: Expression<SqlBool>,
  ) => CreateIndexBuilder<Columns>;

  /** Until the transaction ends, lets others only read a table, and not lock its rows either. */
  readonly lockTable: (db: Kysely<Tables>, table: keyof Tables) => Promise<void>;
  /**
   * Leaves room for new versions of rows next to the old ones, if the database keeps both: a version on another page
   * needs new entries in all indexes.
   */
  readonly leaveRoom: (db: Kysely<Tables>, table: keyof Tables) => Promise<void>;

  /** The instant `ms` milliseconds from now, by a clock that all processes share: the server's, or the machine's. */
  readonly instantIn: (ms: number) => RawBuilder<Instant>;
  /** The instant `ms` milliseconds after another one. */
  readonly instantAfter: (at: Expression<Instant>, ms: number) => RawBuilder<Instant>;
  readonly writeInstant: (at: Date) => Instant;
  /** @throws if the value is not an instant. */
  readonly readInstant: (value: unknown) => Date;
}

/**
 * The part of a dialect that queries need. Databases with `on conflict`, `returning` and `update … from (values …)`
 * have it from `commonStatements`.
 */
export interface Statements {
  /** What follows a search so that it locks the rows that it finds, in its order, for a change. */
  readonly rowLock: Expression<unknown>;

  /**
   * Locks an owner until the transaction ends: other transactions that lock the same owner wait. Resolves once this one
   * has the lock. The owner needs no row in any table.
   */
  readonly lockOwner: (db: Kysely<Tables>, owner: Owner) => Promise<void>;

  /** Makes a search usable in an update or a delete of the table that it searches, even if it has a `limit`. */
  readonly subquery: (ids: Ids) => Ids;

  /** Adds a row unless its ID is taken. Resolves to whether it was added. */
  readonly insertIfAbsent: <Table extends 'key' | 'offer'>(
    db: Kysely<Tables>,
    table: Table,
    row: InsertObject<Tables, Table>,
  ) => Promise<boolean>;

  /**
   * Adds a row to `issue_request` unless its ID is taken. If it is, locks the row that has it, and leaves that row as
   * it is. Resolves to the key ID of the row that is there then; `undefined` if the database ignored the statement.
   */
  readonly insertOrLock: (db: Kysely<Tables>, row: IssueRequestTable) => Promise<string | undefined>;

  /** Updates the keys that meet a condition. Resolves to their IDs. */
  readonly updateKeys: (
    db: Kysely<Tables>,
    set: Partial<KeyTable>,
    where: KeyCondition,
  ) => Promise<readonly Pick<KeyTable, 'id'>[]>;

  /**
   * Updates the keys of a list that meet a condition, by one statement. Each key has an instant in the list: what is
   * set and the condition can depend on it.
   */
  readonly updateListedKeys: (
    db: Kysely<Tables>,
    list: readonly { readonly id: string; readonly at: Instant }[],
    update: (listedAt: Expression<Instant>) => {
      readonly set: { readonly last_used_at: Expression<Instant> };
      readonly where: KeyCondition;
    },
  ) => Promise<void>;

  /** Deletes the keys that meet a condition. Resolves to what their audit entries need of them. */
  readonly deleteKeys: (
    db: Kysely<Tables>,
    where: KeyCondition,
  ) => Promise<readonly Pick<KeyTable, 'id' | 'owner_kind' | 'owner_id'>[]>;
}

/** A search for IDs: what Kysely takes as a sub-query, whose own type for it is not public. */
export interface Ids extends AliasableExpression<{ readonly id: string }> {
  readonly isSelectQueryBuilder: true;
  toOperationNode(): SelectQueryNode;
}

type KeyCondition = (eb: ExpressionBuilder<Tables, 'key'>) => Expression<SqlBool>;
