import type { MakeDatabase, SharedDatabase } from '../../test-support/database.js';

/**
 * Reuses PostgreSQL databases after emptying them, because dropping one takes as long as killing a process. They are
 * removed together with the server.
 */
export function emptiedDatabases(make: MakeDatabase): MakeDatabase {
  const unused: SharedDatabase[] = [];
  return async () => {
    const database = unused.pop() ?? (await make());
    async function remove(): Promise<void> {
      await database.query('drop schema public cascade; create schema public');
      unused.push(database);
    }
    return { ...database, remove };
  };
}
