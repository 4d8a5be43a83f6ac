import type { Kysely } from 'kysely';
import type { Dialect } from '../dialect.js';
import type { Tables } from '../tables.js';

/**
 * One step of the schema, forward only. It only adds, so that processes of the previous version keep working next to
 * it. What only they need is removed one version later.
 */
export interface Migration {
  /** Its position in the order, starting at 1 without gaps. Never changes. */
  readonly number: number;
  readonly name: string;
  readonly up: (db: Kysely<Tables>, dialect: Dialect) => Promise<void>;
}
