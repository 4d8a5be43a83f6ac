import assert from 'node:assert/strict';
import { inspect } from 'node:util';

/** The beginnings of statements of SQL, with what follows them there and nowhere in a sentence. */
const statements =
  /\b(insert\s+into\s+\S+\s*\(|update\s+\S+\s+set\s|delete\s+from\s+\S+\s+where\s|select\s.+?\sfrom\s+\S+\s+where\s)/is;

/**
 * Checks that nothing which an error shows, its causes and hidden fields included, holds a mark that stood in the fields of a
 * record, or a statement.
 */
export function quotesNothing(error: unknown, mark: string): void {
  const shown = inspect(error, { depth: Infinity, showHidden: true, getters: true });
  assert.ok(!shown.includes(mark), 'a field of the record is quoted');
  assert.ok(!statements.test(shown), 'a statement is quoted');
}
