import type { Kysely } from 'kysely';
import type { Dialect } from '../dialect.js';
import type { Tables } from '../tables.js';

/**
 * One step of the schema, forward only. It only adds, so that processes of the version before go on working beside it;
 * what they alone need is taken away a version later.
 */
export interface Migration {
  /** Its place in the order, from 1 on without a gap. Never changes. */
  readonly number: number;
  readonly name: string;
  readonly up: (db: Kysely<Tables>, dialect: Dialect) => Promise<void>;
}
