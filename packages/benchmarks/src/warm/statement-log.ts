import Database from 'better-sqlite3';

/** How many statements SQLite ran. The driver knows for each whether it can write. */
export interface StatementLog {
  readonly reads: number;
  readonly writes: number;
}

type Method = (this: Database.Statement, ...given: unknown[]) => unknown;

/**
 * Makes the driver count every statement that runs in this process from now on. This slows it down: measure first.
 * The returned function returns the counts since its last call.
 */
export function logStatements(): () => StatementLog {
  let log = { reads: 0, writes: 0 };
  const db = new Database(':memory:');
  const prototype = Object.getPrototypeOf(db.prepare('select 1')) as Record<string, Method>;
  for (const name of ['run', 'get', 'all', 'iterate']) {
    const method = prototype[name];
    if (method === undefined) throw new Error(`better-sqlite3 has no Statement.${name}`);
    Object.defineProperty(prototype, name, {
      value(this: Database.Statement, ...given: unknown[]) {
        log[this.readonly ? 'reads' : 'writes'] += 1;
        return method.apply(this, given);
      },
    });
  }
  db.close();
  return () => {
    const counted = log;
    log = { reads: 0, writes: 0 };
    return counted;
  };
}
