import { type KeyStorage, postgresStorage } from '@postern/kysely/postgres';
import { sqliteStorage } from '@postern/kysely/sqlite';
import { createDatabase } from '@postern/postgres-server';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import { inject, onTestFinished } from 'vitest';
import { temporaryFile } from './temporary-file.js';

/** A constraint that is added to the tables, and that the service then violates. */
interface Violation {
  readonly what: string;
  readonly make: string;
  readonly undo: string;
  /** What is kept of the driver's error. */
  readonly cause: string;
}

/** A database that someone else can change as well. */
export interface Engine {
  readonly storage: KeyStorage;
  readonly runSql: (statements: string) => Promise<void>;
  readonly violations: readonly Violation[];
  /** What is kept of the driver's errors if a row itself is invalid. */
  readonly wrongRowCauses: RegExp;
}

/** Creates a SQLite file with Postern's tables. */
export async function sqliteEngine(): Promise<Engine> {
  const file = temporaryFile();
  const host = new Database(file, { timeout: 2_000 });
  onTestFinished(() => void host.close());
  return {
    storage: await migrated(sqliteStorage({ file })),
    runSql: async (statements) => void host.exec(statements),
    violations: sqliteViolations,
    wrongRowCauses: /^SqliteError SQLITE_CONSTRAINT_(PRIMARYKEY|NOTNULL|DATATYPE)$/,
  };
}

const sqliteViolations: readonly Violation[] = [
  {
    what: 'a unique name',
    make: 'create unique index quoting on postern_key (name)',
    undo: 'drop index quoting',
    cause: 'SqliteError SQLITE_CONSTRAINT_UNIQUE',
  },
  ...['insert', 'update'].map((change) => ({
    what: `a trigger that quotes the row, at each ${change}`,
    make: `create trigger quoting before ${change} on postern_key
           begin select raise(abort, new.name || coalesce(new.reason, '') || new.hash); end`,
    undo: 'drop trigger quoting',
    cause: 'SqliteError SQLITE_CONSTRAINT_TRIGGER',
  })),
];

/** Creates a PostgreSQL database with Postern's tables. */
export async function postgresEngine(): Promise<Engine> {
  const { url, drop } = await createDatabase(inject('postgresUrl'));
  onTestFinished(drop);
  const host = new Client({ connectionString: url });
  await host.connect();
  onTestFinished(() => host.end());
  return {
    storage: await migrated(postgresStorage({ connectionString: url })),
    runSql: async (statements) => void (await host.query(statements)),
    violations: postgresViolations,
    wrongRowCauses: /^error (23505|23502|22021)$/,
  };
}

const postgresViolations: readonly Violation[] = [
  {
    what: 'a unique name',
    make: 'create unique index quoting on postern_key (name)',
    undo: 'drop index quoting',
    cause: 'error 23505',
  },
  {
    what: 'a column that must have a value',
    make: "alter table postern_key add quoting text not null default ''; alter table postern_key alter quoting drop default",
    undo: 'alter table postern_key drop quoting',
    cause: 'error 23502',
  },
  {
    what: 'a check',
    make: 'alter table postern_key add constraint quoting check (reason is null) not valid',
    undo: 'alter table postern_key drop constraint quoting',
    cause: 'error 23514',
  },
  {
    what: 'a type that is too short',
    make: 'alter table postern_audit alter reason type varchar(3) using left(reason, 3)',
    undo: 'alter table postern_audit alter reason type text',
    cause: 'error 22001',
  },
  {
    what: 'a trigger that quotes the row',
    make: `create function quoting() returns trigger language plpgsql
           as $$ begin raise exception '% % %', new.name, new.reason, new.hash; end $$;
           create trigger quoting before insert or update on postern_key for each row execute function quoting()`,
    undo: 'drop function quoting cascade',
    cause: 'error P0001',
  },
];

async function migrated(storage: KeyStorage): Promise<KeyStorage> {
  onTestFinished(() => storage.close());
  await storage.migrate();
  return storage;
}
