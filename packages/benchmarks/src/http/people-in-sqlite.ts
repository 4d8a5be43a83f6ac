import { eachOwner, type OwnerDirectory } from '@postern/core';
import Database from 'better-sqlite3';

interface Person {
  readonly active: number;
  readonly permissions: string;
}

/** Creates a table of people like one that a service might have. */
export function fillPeople(file: string, ids: readonly string[]): void {
  const db = new Database(file);
  db.pragma('journal_mode = wal');
  db.exec(
    'create table person (id text primary key, name text, email text, active integer, permissions text)',
  );
  const insert = db.prepare(
    'insert into person (id, name, email, active, permissions) values (?, ?, ?, 1, ?)',
  );
  db.transaction(() => {
    for (const id of ids)
      insert.run(id, id, `${id}@example.com`, 'agents:read agents:write runs:read runs:write');
  })();
  db.close();
}

/**
 * A directory that reads a person on every call, through a connection of its own, as users of Postern would write it.
 */
export function peopleInSqlite(file: string): OwnerDirectory {
  const db = new Database(file, { readonly: true });
  const find = db.prepare<[string], Person>('select active, permissions from person where id = ?');
  return eachOwner(({ id }) => {
    const person = find.get(id);
    return person && { active: person.active === 1, permissions: person.permissions.split(' ') };
  });
}
