import type { ColumnDataType, Expression, RawBuilder } from 'kysely';
import type { Instant } from './tables.js';

/** All that differs between databases in rows, queries and migrations: one object of this type per database. */
export interface Dialect {
  /** The type of a column of texts, compared by code unit and never by the rules of a language. */
  readonly textType: ColumnDataType | Expression<unknown>;
  /** The type of a column of JSON. It takes and gives the text of it. */
  readonly jsonType: ColumnDataType | Expression<unknown>;
  /** The type of a column of instants, to the millisecond. */
  readonly instantType: Expression<unknown>;
  /** What stands behind the columns where a table is made. */
  readonly tableEnd: Expression<unknown>;
  /** What stands behind a search so that it locks what it finds, in its order, for a change. */
  readonly rowLock: Expression<unknown>;
  /** The instant `ms` milliseconds from now, by a clock that all processes share: the server's, or the machine's. */
  readonly instantIn: (ms: number) => RawBuilder<Instant>;
  readonly writeInstant: (at: Date) => Instant;
  /** @throws where the value is no instant. */
  readonly readInstant: (value: unknown) => Date;
}
