import { memoryKeyRepository } from '@postern/core/testing';
import { postgresDatabases, type SharedDatabase, sqliteDatabase } from '../../test-support/database.js';
import { loadPreviousRelease } from '../../test-support/previous-release.js';
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
  const databases = await migratedDatabases(postgresUrl);
  return {
    open: () => [
      { name: 'memory', repository: memoryKeyRepository() },
      ...databases.map(({ name, storage }) => ({ name, repository: storage.repository })),
    ],
    clear,
    async close() {
      for (const { close } of databases) await close();
    },
  };
}

/** The same without the memory repository, and with services of the release before this one on the same tables. */
export async function enginesOfBothReleases(postgresUrl: string): Promise<Engines> {
  const { createApiKeys, openStorage } = await loadPreviousRelease();
  const databases = await migratedDatabases(postgresUrl);
  const both = databases.map((database) => ({ ...database, previous: openStorage(database.description) }));
  return {
    open: () =>
      both.map(({ name, storage, previous }) => {
        const { repository } = previous;
        return { name, repository: storage.repository, previous: { createApiKeys, repository } };
      }),
    clear,
    async close() {
      for (const { previous, close } of both) {
        await previous.close();
        await close();
      }
    },
  };
}

async function migratedDatabases(postgresUrl: string) {
  return [
    await migrated('SQLite', await sqliteDatabase(), endsByOneClock.sqlite),
    await migrated('PostgreSQL', await postgresDatabases(postgresUrl)(), endsByOneClock.postgres),
  ];
}

async function migrated(name: string, { description, open, query, remove }: SharedDatabase, setUp: string) {
  const storage = open();
  await storage.migrate();
  await query(setUp);
  return {
    name,
    description,
    storage,
    async close() {
      await storage.close();
      await remove();
    },
  };
}

/** An offer also ends by the clock of the database, which no sequence can set. Without this column, it doesn't. */
const endsByOneClock = {
  sqlite: `create trigger ends_by_one_clock after insert on postern_offer
    begin update postern_offer set open_until = null where id = new.id; end`,
  postgres: `create function without_end() returns trigger language plpgsql
      as 'begin new.open_until := null; return new; end';
    create trigger ends_by_one_clock before insert on postern_offer for each row execute function without_end()`,
};

async function clear({ worlds, model }: Stage): Promise<void> {
  const actor = { kind: 'system', id: 'clearing' } as const;
  for (const { keys, scene } of worlds) {
    for (const owner of Object.values(scene.owners))
      await keys.revokeAll({ owner, actor, reason: 'the sequence is over' });
    await keys.purge({ actor, revokedBefore: new Date(model.now.getTime() + 1_000_000) });
  }
}
