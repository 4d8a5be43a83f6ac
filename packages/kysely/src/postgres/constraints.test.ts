import { inspect } from 'node:util';
import { createDatabase } from '@postern/postgres-server';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { constraintViolations, quoted } from '../../test-support/constraint-violations.js';
import { foreignClient } from '../../test-support/temporary-database.js';
import type { KeyDatabase, Work } from '../key-database.js';
import { runMigrations } from '../run-migrations.js';
import { readOptions } from './options.js';
import { postgresDatabase } from './postgres-database.js';
import { postgresDialect } from './postgres-dialect.js';

let database: KeyDatabase;
let url: string;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ url, drop } = await createDatabase(inject('postgresUrl')));
  database = postgresDatabase(readOptions({ connectionString: url }));
  await runMigrations(database);
});
afterAll(async () => {
  await database.close();
  await drop();
});

const constraints = constraintViolations(postgresDialect({ schema: 'public', tablePrefix: 'postern_' }));
/** What the types of this engine refuse in addition. */
const values = ['not JSON', '{"a": "\\u0000"}', '["\\ud800"]'].map((scopes) => ({
  name: `key: scopes of ${scopes}`,
  violate: ((db) =>
    db
      .insertInto('key')
      .values({ id: quoted, scopes: `${scopes} ${quoted}` } as never)
      .execute()) satisfies Work<unknown>,
}));

it.each([...constraints, ...values])(
  'P07 the error of a broken constraint shows nothing of the row: $name',
  async ({ violate }) => {
    const error = await database.write<unknown>(violate).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
      cause: { message: expect.stringMatching(/^error 2[23][0-9A-Z]{3}$/) },
    });
    const { stack, cause } = error as Error;
    const shown = [
      inspect(error, { depth: Infinity, showHidden: true, getters: true }),
      stack,
      String(cause),
    ];
    expect(shown.join('\n')).not.toMatch(
      new RegExp(`${quoted}|postern_|insert into|violates|null value|invalid`),
    );
  },
);

it('a violation is tried for each column that must have a value', async () => {
  const { rows } = await (await foreignClient(url)).query(
    `select substr(table_name, 9) || ': no ' || column_name as name from information_schema.columns
     where table_name in ('postern_key', 'postern_audit') and is_nullable = 'NO'`,
  );
  const names = constraints.map(({ name }) => name).filter((name) => name.includes(': no '));
  expect(names.toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
});
