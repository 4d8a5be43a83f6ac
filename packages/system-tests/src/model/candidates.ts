import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryKeyRepository } from '@postern/core/testing';
import { postgresStorage } from '@postern/kysely/postgres';
import { sqliteStorage } from '@postern/kysely/sqlite';
import { createDatabase } from '@postern/postgres-server';
import type { Candidate, Stage } from './stage.js';

/** All engines, prepared for any number of sequences. */
export interface Engines {
  /** Returns the candidates for one sequence. */
  readonly open: () => readonly Candidate[];
  /** Removes what a sequence left behind, because the next one counts what is purged. */
  readonly clear: (stage: Stage) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Creates an empty SQLite file, an empty PostgreSQL database, and a new memory repository for each sequence. */
export async function allEngines(postgresUrl: string): Promise<Engines> {
  const directory = await mkdtemp(join(tmpdir(), 'postern-model-'));
  const database = await createDatabase(postgresUrl);
  const sqlite = sqliteStorage({ file: join(directory, 'keys.sqlite') });
  const postgres = postgresStorage({ connectionString: database.url });
  const storages = [sqlite, postgres];
  for (const storage of storages) await storage.migrate();
  return {
    open: () => [
      { name: 'memory', repository: memoryKeyRepository() },
      { name: 'SQLite', repository: sqlite.repository },
      { name: 'PostgreSQL', repository: postgres.repository },
    ],
    async clear({ worlds, model }) {
      const actor = { kind: 'system', id: 'clearing' } as const;
      for (const { keys, scene } of worlds) {
        for (const owner of Object.values(scene.owners))
          await keys.revokeAll({ owner, actor, reason: 'the sequence is over' });
        await keys.purge({ actor, revokedBefore: new Date(model.now.getTime() + 1_000_000) });
      }
    },
    async close() {
      for (const storage of storages) await storage.close();
      await database.drop();
      await rm(directory, { recursive: true });
    },
  };
}
