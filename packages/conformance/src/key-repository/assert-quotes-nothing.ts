import assert from 'node:assert/strict';
import { inspect } from 'node:util';

/** How SQL statements begin, up to something that no English sentence has. */
const statements =
  /\b(insert\s+into\s+\S+\s*\(|update\s+\S+\s+set\s|delete\s+from\s+\S+\s+where\s|select\s.+?\sfrom\s+\S+\s+where\s)/is;

/**
 * Checks that an error, including its causes and hidden fields, shows neither a statement nor a mark that was in the fields of
 * a record.
 */
export function assertQuotesNothing(error: unknown, mark: string): void {
  const shown = inspect(error, { depth: Infinity, showHidden: true, getters: true });
  assert.ok(!shown.includes(mark), 'a field of the record is quoted');
  assert.ok(!statements.test(shown), 'a statement is quoted');
}
