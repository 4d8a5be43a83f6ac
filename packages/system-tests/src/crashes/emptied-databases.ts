import type { MakeDatabase, SharedDatabase } from '../../test-support/database.js';

/**
 * Gives PostgreSQL databases again that were used before, emptied: to drop one takes as long as to kill a process.
 * Whoever ends the server removes them.
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
