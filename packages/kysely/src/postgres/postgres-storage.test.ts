import { keyRepositoryContract } from '@postern/conformance';
import { createDatabase, type TestDatabase } from '@postern/postgres-server';
import { afterAll, beforeAll, describe, inject, it } from 'vitest';
import { postgresStorage } from './postgres-storage.js';

describe('fulfils the contract on a real server', () => {
  let database: TestDatabase;
  let made = 0;
  beforeAll(async () => {
    database = await createDatabase(inject('postgresUrl'));
  });
  afterAll(() => database.drop());

  it.each(keyRepositoryContract)('$name', ({ run }) =>
    run(async () => {
      made += 1;
      const storage = postgresStorage({ connectionString: database.url, schema: `clause_${made}` });
      await storage.migrate();
      return { repository: storage.repository, dispose: storage.close };
    }),
  );
});
