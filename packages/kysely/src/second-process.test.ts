import { keyRepositoryContract, type SecondRepository } from '@postern/conformance';
import { createDatabase } from '@postern/postgres-server';
import pg from 'pg';
import { afterAll, beforeAll, describe, inject, it } from 'vitest';
import { type SecondProcess, secondProcess } from '../test-support/second-process.js';
import { migratedFile, temporaryStorage } from '../test-support/temporary-storage.js';
import { postgresStorage } from './postgres/index.js';
import type { KeyStorage } from './storage.js';

const clauses = keyRepositoryContract.filter(({ needs }) => needs === 'second');
let other: SecondProcess;
beforeAll(() => {
  other = secondProcess();
});
afterAll(() => other.end());

describe.each([{ rememberedRecords: 0 }, {}])(
  'the SQLite storage with %o fulfils the contract if another process has the file open',
  (options) => {
    for (const { name, run } of clauses) {
      it(name, (test) =>
        run(async () => {
          const file = await migratedFile();
          const { repository, close } = temporaryStorage({ file, ...options });
          return {
            repository,
            dispose: close,
            second: () => other.openSqlite({ file, ...options }),
          };
        }, test),
      );
    }
  },
);

describe('the PostgreSQL storage fulfils the contract if another process uses the database', () => {
  let storage: KeyStorage;
  let second: SecondRepository;
  let client: pg.Client;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const { url: connectionString, ...database } = await createDatabase(inject('postgresUrl'));
    storage = postgresStorage({ connectionString });
    client = new pg.Client({ connectionString });
    drop = database.drop;
    await Promise.all([storage.migrate(), client.connect()]);
    second = await other.openPostgres({ connectionString });
  });
  afterAll(async () => {
    await Promise.all([storage.close(), second.dispose(), client.end()]);
    await drop();
  });

  for (const { name, run } of clauses) {
    it(name, (test) =>
      run(async () => {
        await client.query('delete from postern_key; delete from postern_audit');
        return {
          repository: storage.repository,
          dispose: () => Promise.resolve(),
          second: async () => ({ repository: second.repository, dispose: () => Promise.resolve() }),
        };
      }, test),
    );
  }
});
