import type { Position } from '@postern/core';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Dialect } from '../dialect.js';

/** The condition on rows that come after a place, where the newest come first. One comparison, so an index answers it. */
export function comesAfter(
  column: 'created_at' | 'at',
  { at, id }: Position,
  { writeInstant }: Dialect,
): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${sql.ref(column)}, ${sql.ref('id')}) < (${writeInstant(at)}, ${id})`;
}
