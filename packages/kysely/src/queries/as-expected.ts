import type { ExpectedKey } from '@postern/core';
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { Dialect } from '../dialect.js';
import type { KeyTable, Tables } from '../tables.js';

/** `isAsExpected` of `@postern/core`, as a condition on a row. The contract holds the two together. */
export function asExpected(
  eb: ExpressionBuilder<Tables, 'key'>,
  { name, expiresAt, rotatedAt, disabledAt, disabledBy }: ExpectedKey,
  { writeInstant }: Dialect,
): Expression<SqlBool> {
  const says = (column: keyof KeyTable, value: unknown) =>
    value === null ? eb(column, 'is', null) : eb(column, '=', value as never);
  const instant = (column: keyof KeyTable, at: Date | null) => says(column, at && writeInstant(at));
  return eb.and([
    says('name', name),
    instant('expires_at', expiresAt),
    instant('rotated_at', rotatedAt),
    instant('disabled_at', disabledAt),
    says('disabled_by_kind', disabledBy?.kind ?? null),
    says('disabled_by_id', disabledBy?.id ?? null),
  ]);
}
