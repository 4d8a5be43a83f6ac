import assert from 'node:assert/strict';
import { inspect } from 'node:util';

/** The beginnings of SQL statements, long enough not to match an English sentence. */
const statements =
  /\b(insert\s+into\s+\S+\s*\(|update\s+\S+\s+set\s|delete\s+from\s+\S+\s+where\s|select\s.+?\sfrom\s+\S+\s+where\s)/is;

/**
 * Checks that an error, including its causes and hidden fields, contains neither a statement nor a mark that was in the
 * fields of a record.
 */
export function assertQuotesNothing(error: unknown, mark: string): void {
  const shown = inspect(error, { depth: Infinity, showHidden: true, getters: true });
  assert.ok(!shown.includes(mark), 'the error quotes a field of the record');
  assert.ok(!statements.test(shown), 'the error quotes a statement');
}
