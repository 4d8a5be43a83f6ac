import { keyRepositoryContract } from '@postern/conformance';
import { postgresStorage } from '@postern/kysely/postgres';
import pg from 'pg';
import { runClauses } from './run-clauses.mjs';

const connectionString = process.env.TEST_DATABASE_URL;
const tablePrefix = process.env.RUNTIME.replaceAll('-', '_').concat('_');
const open = () => postgresStorage({ connectionString, tablePrefix });

const storage = open();
await storage.migrate();
await storage.close();

const client = new pg.Client({ connectionString });
await client.connect();
const { rows } = await client.query(
  `select format('%I', tablename) as name from pg_tables where tablename like $1 and tablename not like '%migration%'`,
  [`${tablePrefix}%`],
);
const tables = rows.map(({ name }) => name);

/** Each clause has the tables to itself: to empty them takes less time than to create them. */
await runClauses(keyRepositoryContract, async () => {
  await client.query(`truncate ${tables}`);
  const { repository, close } = open();
  return {
    repository,
    dispose: close,
    async second() {
      const other = open();
      return { repository: other.repository, dispose: other.close };
    },
  };
});
