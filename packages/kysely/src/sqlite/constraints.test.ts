import { inspect } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { constraintViolations, quoted } from '../../test-support/constraint-violations.js';
import { databaseOn } from '../../test-support/sqlite-under-test.js';
import { foreignConnection, temporaryFile } from '../../test-support/temporary-storage.js';
import type { Work } from '../key-database.js';
import { runMigrations } from '../run-migrations.js';
import { sqliteDialect } from './sqlite-dialect.js';

/** What a write that must fail rejects with, on a file that has its tables. */
async function errorOf(file: string, violate: Work<unknown>): Promise<unknown> {
  const database = databaseOn({ file });
  onTestFinished(database.close);
  await runMigrations(database);
  return database.write(violate).then(
    () => undefined,
    (error: unknown) => error,
  );
}

const violations = constraintViolations(sqliteDialect);

it.each(violations)(
  'P07 the error of a broken constraint shows nothing of the row: $name',
  async ({ violate }) => {
    const error = await errorOf(temporaryFile(), violate);
    expect(error).toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
      cause: { message: expect.stringMatching(/^SqliteError SQLITE_CONSTRAINT_[A-Z]+$/) },
    });
    const { stack, cause } = error as Error;
    const shown = [
      inspect(error, { depth: Infinity, showHidden: true, getters: true }),
      stack,
      String(cause),
    ];
    expect(shown.join('\n')).not.toMatch(
      new RegExp(`${quoted}|postern_|insert into|NOT NULL|UNIQUE|cannot store`),
    );
  },
);

it('a violation is tried for each column that must have a value', async () => {
  const file = temporaryFile();
  await errorOf(file, async () => undefined);
  const required = foreignConnection(file)
    .prepare(
      `select substr(t.name, 9) || ': no ' || c.name from pragma_table_list t, pragma_table_info(t.name) c
       where t.name in ('postern_key', 'postern_audit') and c."notnull" order by 1`,
    )
    .pluck();
  const names = violations.map(({ name }) => name).filter((name) => name.includes(': no '));
  expect(names.toSorted()).toEqual(required.all());
});
