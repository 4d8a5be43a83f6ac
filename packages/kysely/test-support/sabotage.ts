import { createDatabase, type TestDatabase } from '@postern/postgres-server';
import type { Client } from 'pg';
import { afterAll, beforeAll, inject, onTestFinished } from 'vitest';
import { postgresStorage } from '../src/postgres/index.js';
import type { KeyStorage } from '../src/storage.js';
import { foreignClient, storageIn, temporaryDatabase } from './temporary-database.js';
import { foreignConnection, temporaryFile, temporaryStorage } from './temporary-storage.js';

/** A change to a table. */
export type Happening =
  | 'insert on key'
  | 'update on key'
  | 'delete on key'
  | 'insert on audit'
  | 'insert on issue_request'
  | 'update on issue_request'
  | 'insert on offer'
  | 'update on offer';

/** A database that can be made to ignore statements without an error. */
export interface SabotagedDatabase {
  readonly storage: KeyStorage;
  /** Runs statements as someone who may do everything. */
  readonly run: (sql: string) => Promise<void>;
  /** Every row of keys, audit entries, offers and requests. */
  readonly rows: () => Promise<unknown>;
}

/** The statements that make a database ignore a change, or undo it afterwards. */
export interface Sabotage {
  readonly name: string;
  readonly of: (happening: Happening) => string;
}

const tables = ['key', 'audit', 'offer', 'issue_request'] as const;

/** What a trigger does to undo a change. */
const undoing: { readonly [Of in Happening]: string } = {
  'insert on key': 'delete from postern_key where id = new.id',
  'update on key': `update postern_key set name = old.name, hash = old.hash, expires_at = old.expires_at,
    rotated_at = old.rotated_at, disabled_at = old.disabled_at, revoked_at = old.revoked_at where id = new.id`,
  'delete on key': `insert into postern_key
    (id, owner_kind, owner_id, name, hash, created_at, created_by_kind, created_by_id, revoked_at) values
    (old.id, old.owner_kind, old.owner_id, old.name, old.hash, old.created_at, old.created_by_kind, old.created_by_id, old.revoked_at)`,
  'insert on audit': 'delete from postern_audit where id = new.id',
  'insert on issue_request': 'delete from postern_issue_request where id = new.id',
  'update on issue_request': 'update postern_issue_request set key_id = old.key_id where id = new.id',
  'insert on offer': 'delete from postern_offer where id = new.id',
  'update on offer':
    'update postern_offer set claimed_at = old.claimed_at, withdrawn_at = old.withdrawn_at where id = new.id',
};

export const sqliteSabotages: readonly Sabotage[] = [
  {
    name: 'a trigger ignores',
    of: (happening) => `create trigger nope before ${inTable(happening)} begin select raise(ignore); end`,
  },
  {
    name: 'a trigger undoes',
    of: (happening) => sqliteTrigger(happening, undoing[happening]),
  },
];

export const postgresSabotages: readonly Sabotage[] = [
  { name: 'a trigger ignores', of: (happening) => trigger('before', happening, 'return null;') },
  {
    name: 'a trigger undoes',
    of: (happening) => postgresTrigger(happening, undoing[happening]),
  },
  {
    name: 'a rule ignores',
    of: (happening) => {
      const [event = '', , table = ''] = happening.split(' ');
      return `create rule nope as on ${event} to postern_${table} do instead nothing`;
    },
  },
];

/** What a trigger on a later statement does to undo or alter an earlier change of the transaction. */
export const undoingLater: { readonly [Of in Happening]: string } = {
  'insert on key': `update postern_key set name = 'altered'`,
  'update on key': `update postern_key set name = 'altered', hash = 'altered', rotated_at = null, revoked_at = null,
    disabled_at = case when disabled_at is null then created_at end`,
  'delete on key': `insert into postern_key
    (id, owner_kind, owner_id, name, hash, created_at, created_by_kind, created_by_id) values
    (new.key_id, 'user', 'ada', 'Back', 'hash', new.at, 'user', 'ada')`,
  'insert on audit': `update postern_audit set actor_id = 'mallory'`,
  'insert on issue_request': `update postern_issue_request set key_id = 'altered'`,
  'update on issue_request': `update postern_issue_request set key_id = 'altered'`,
  'insert on offer': 'delete from postern_offer',
  'update on offer': 'update postern_offer set claimed_at = null, withdrawn_at = null',
};

/** A trigger that runs a statement after a change. */
export function sqliteTrigger(happening: Happening, statement: string): string {
  return `create trigger nope after ${inTable(happening)} begin ${statement}; end`;
}

/** The same for PostgreSQL. The trigger does not run again for what its own statement changes. */
export function postgresTrigger(happening: Happening, statement: string): string {
  const qualified = statement.replaceAll('postern_', 'public.postern_');
  return trigger('after', happening, `if pg_trigger_depth() = 1 then ${qualified}; end if; return null;`);
}

/** A SQLite file with the tables. */
export async function sqliteToSabotage(): Promise<SabotagedDatabase> {
  const file = temporaryFile();
  const storage = temporaryStorage({ file });
  await storage.migrate();
  const foreign = foreignConnection(file);
  return {
    storage,
    run: async (sql) => void foreign.exec(sql),
    rows: async () =>
      tables.map((table) => foreign.prepare(`select * from postern_${table} order by id`).all()),
  };
}

/** Creates a PostgreSQL with the tables before the tests of a file. Each test gets it empty and undamaged. */
export function postgresToSabotage(): () => Promise<SabotagedDatabase> {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase(inject('postgresUrl'));
    const storage = postgresStorage({ connectionString: database.url });
    await storage.migrate().finally(storage.close);
  });
  afterAll(() => database.drop());
  return async () => {
    const client = await foreignClient(database.url);
    onTestFinished(async () => {
      const rules = tables.map((table) => `drop rule if exists nope on postern_${table}`);
      const rows = tables.map((table) => `delete from postern_${table}`);
      await client.query(['drop function if exists nope cascade', ...rules, ...rows].join('; '));
    });
    return servedBy(database.url, client);
  };
}

/** A PostgreSQL with the tables for one test, used by a role that policies apply to. */
export async function postgresWithPolicies(policies: string): Promise<SabotagedDatabase> {
  const url = await temporaryDatabase();
  await storageIn(url).migrate();
  const client = await foreignClient(url);
  const role = `serving_${Math.random().toString(36).slice(2)}`;
  await client.query(`create role ${role} login password 'p'`);
  onTestFinished(async () => {
    const after = await foreignClient(url);
    await after.query(`drop owned by ${role}; drop role ${role}`);
  });
  await client.query(`grant all on all tables in schema public to ${role}; ${policies}`);
  return servedBy(Object.assign(new URL(url), { username: role, password: 'p' }).href, client);
}

function servedBy(url: string, client: Client): SabotagedDatabase {
  const rowsOf = async (table: string) =>
    (await client.query(`select * from postern_${table} order by id`)).rows;
  return {
    storage: storageIn(url),
    run: async (sql) => void (await client.query(sql)),
    rows: async () => {
      const all: unknown[] = [];
      for (const table of tables) all.push(await rowsOf(table));
      return all;
    },
  };
}

function inTable(happening: Happening): string {
  return happening.replace(' on ', ' on postern_');
}

function trigger(when: 'before' | 'after', happening: Happening, body: string): string {
  return `create function nope() returns trigger language plpgsql as $$ begin ${body} end $$;
    create trigger nope ${when} ${inTable(happening)} for each row execute function nope()`;
}
