// Starts to migrate a server's database, prints a line halfway, and never ends.
import { createTables } from '../src/migrations/001-create-tables.ts';
import { readOptions } from '../src/postgres/options.ts';
import { postgresDatabase } from '../src/postgres/postgres-database.ts';
import { runMigrations } from '../src/run-migrations.ts';

const [, , connectionString] = process.argv;
const hang = {
  number: 2,
  name: 'hang',
  up() {
    process.stdout.write('hangs\n');
    return new Promise(() => {});
  },
};
await runMigrations(postgresDatabase(readOptions({ connectionString })), [createTables, hang]);
