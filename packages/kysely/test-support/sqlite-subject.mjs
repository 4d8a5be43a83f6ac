import { sqliteByHand } from './by-hand.mjs';

/**
 * The subject of the repository contract on a file that has the tables. `open` opens a storage on the file, and
 * `openHost` a connection of someone else.
 */
export function sqliteSubject({ open, openHost }) {
  const storage = open();
  const host = openHost();
  const damage = host.prepare(`update postern_key set scopes = '{"QUOTED": 1}' where id = ?`);
  return {
    repository: storage.repository,
    async dispose() {
      host.close();
      await storage.close();
    },
    damage: async (keyId) => void damage.run(keyId),
    block: {
      withinMs: 5_000,
      async start() {
        host.exec('begin immediate');
        return async () => void host.exec('rollback');
      },
    },
    async second() {
      const { repository, close } = open();
      return { repository, dispose: close };
    },
    sql: async () => sqliteByHand(openHost()),
  };
}
